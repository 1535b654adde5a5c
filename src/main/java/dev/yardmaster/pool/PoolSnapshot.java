package dev.yardmaster.pool;

import java.util.List;
import java.util.function.BinaryOperator;

/**
 * Pools in the order of their names, and the slots that were in use in them at the same moment.
 *
 * @param taken one slot for each session and pool
 */
record PoolSnapshot(List<Pool> pools, List<Slot> taken) {
    static PoolSnapshot of(List<PoolEntity> pools) {
        return new PoolSnapshot(
                pools.stream().map(PoolEntity::toPool).toList(),
                pools.stream().flatMap(PoolEntity::slots).toList());
    }

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
