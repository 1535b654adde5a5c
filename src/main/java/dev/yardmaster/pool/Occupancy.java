package dev.yardmaster.pool;

import dev.yardmaster.pool.Placement.Full;
import dev.yardmaster.pool.Placement.Placed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BinaryOperator;

/**
 * Which slots are taken. A snapshot: {@link #take} and {@link #release} are for thinking ahead, and tell nobody. Mutable, for one thread
 * at a time; {@link #copy} it first where the snapshot itself is still needed.
 */
public final class Occupancy {
    private final Map<UUID, PoolUsage> pools;

    private Occupancy(Map<UUID, PoolUsage> pools) {
        this.pools = pools;
    }

    /**
     * Pools with all slots free.
     *
     * @param models what a provider, the first argument, is told for a model, the second
     */
    public static Occupancy of(List<Pool> pools, BinaryOperator<String> models) {
        Map<UUID, PoolUsage> free = new LinkedHashMap<>();
        pools.forEach(pool -> free.put(pool.id(), new PoolUsage(pool.told(models))));
        return new Occupancy(free);
    }

    /** Whether a session could start, and in which slots; changes nothing. */
    public Placement place(SlotRequest occupant) {
        List<Slot> slots = new ArrayList<>();
        int priority = 0;
        for (PoolUsage each : pools.values()) {
            if (each.pool().governs(occupant.kind())) {
                switch (each.place(occupant)) {
                    case Full full -> {
                        return full;
                    }
                    case Placed placed -> {
                        slots.addAll(placed.slots());
                        priority = Math.max(priority, placed.priority());
                    }
                }
            }
        }
        return new Placed(slots, priority);
    }

    /** Counts slots as taken, whether there is room or not. Pools that it does not know are nothing to it. */
    public void take(List<Slot> slots) {
        slots.forEach(slot -> find(slot.pool()).ifPresent(pool -> pool.take(slot)));
    }

    /** Counts slots as free again. Throws {@link IllegalStateException} for one that was not taken. */
    public void release(List<Slot> slots) {
        slots.forEach(slot -> find(slot.pool()).ifPresent(pool -> pool.release(slot)));
    }

    /** Another one of the same, which changes by itself. */
    public Occupancy copy() {
        Map<UUID, PoolUsage> copies = new LinkedHashMap<>();
        pools.forEach((id, pool) -> copies.put(id, pool.copy()));
        return new Occupancy(copies);
    }

    /** How many slots of a pool are taken; more than its size when it was made smaller, and 0 for one that it does not know. */
    public int used(UUID pool) {
        return find(pool).map(PoolUsage::used).orElse(0);
    }

    /** How many slots of an entry are taken. */
    public int used(UUID pool, int entry) {
        return find(pool).map(it -> it.used(entry)).orElse(0);
    }

    private Optional<PoolUsage> find(UUID pool) {
        return Optional.ofNullable(pools.get(pool));
    }
}
