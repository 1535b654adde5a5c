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
 * A snapshot of the slots in use. {@link #take} and {@link #release} let a planner look ahead; they change the snapshot only, never the
 * database. Mutable, for one thread at a time. Work on a {@link #copy} if the snapshot itself is needed later.
 */
public final class Occupancy {
    private final Map<UUID, PoolUsage> pools;

    private Occupancy(Map<UUID, PoolUsage> pools) {
        this.pools = pools;
    }

    /**
     * Pools with all slots free.
     *
     * @param models returns the name that a provider's CLI expects: the first argument is the provider's id, the second the model or its
     *     alias
     */
    public static Occupancy of(List<Pool> pools, BinaryOperator<String> models) {
        Map<UUID, PoolUsage> free = new LinkedHashMap<>();
        pools.forEach(pool -> free.put(pool.id(), new PoolUsage(pool.resolved(models))));
        return new Occupancy(free);
    }

    /** Finds slots for a session in all pools that apply to its agent, or the first pool that has none; changes nothing. */
    public Placement place(SlotRequest request) {
        List<Slot> slots = new ArrayList<>();
        int priority = 0;
        for (PoolUsage usage : pools.values()) {
            if (usage.pool().appliesTo(request.kind())) {
                switch (usage.place(request)) {
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

    /** Counts slots as used, even if the pool is full. Slots of unknown pools are ignored. */
    public void take(List<Slot> slots) {
        slots.forEach(slot -> find(slot.pool()).ifPresent(usage -> usage.take(slot)));
    }

    /** Counts slots as free again. Throws {@link IllegalStateException} for a slot that is not in use. */
    public void release(List<Slot> slots) {
        slots.forEach(slot -> find(slot.pool()).ifPresent(usage -> usage.release(slot)));
    }

    /** An independent copy. */
    public Occupancy copy() {
        Map<UUID, PoolUsage> copies = new LinkedHashMap<>();
        pools.forEach((id, usage) -> copies.put(id, usage.copy()));
        return new Occupancy(copies);
    }

    /** How many slots of a pool are in use: more than its size if the pool was made smaller, and 0 for an unknown pool. */
    public int used(UUID pool) {
        return find(pool).map(PoolUsage::used).orElse(0);
    }

    /** How many slots of an entry are in use; 0 for an unknown pool or entry. */
    public int used(UUID pool, int entry) {
        return find(pool).map(usage -> usage.used(entry)).orElse(0);
    }

    private Optional<PoolUsage> find(UUID pool) {
        return Optional.ofNullable(pools.get(pool));
    }
}
