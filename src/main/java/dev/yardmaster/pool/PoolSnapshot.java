package dev.yardmaster.pool;

import java.util.List;
import java.util.function.BinaryOperator;

/**
 * Pools by name, and the slots taken in them.
 *
 * @param taken one for each session and pool
 */
record PoolSnapshot(List<Pool> pools, List<Slot> taken) {
    Occupancy occupancy(BinaryOperator<String> models) {
        Occupancy occupancy = Occupancy.of(pools, models);
        occupancy.take(taken);
        return occupancy;
    }

    List<PoolStatus> status() {
        Occupancy occupancy = occupancy((_, model) -> model);
        return pools.stream().map(pool -> PoolStatus.of(pool, occupancy)).toList();
    }
}
