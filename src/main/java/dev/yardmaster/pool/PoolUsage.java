package dev.yardmaster.pool;

import dev.yardmaster.pool.Placement.Full;
import dev.yardmaster.pool.Placement.Placed;
import java.util.List;
import java.util.Optional;

/** A pool and how many of its slots are in use. Mutable, for one thread. */
final class PoolUsage {
    private final Pool pool;
    private final int[] usedByEntry;
    private int used;

    /** A pool with all slots free. The models of its entries must be {@linkplain Pool#resolved resolved}. */
    PoolUsage(Pool pool) {
        this(pool, 0, new int[pool.entries().size()]);
    }

    private PoolUsage(Pool pool, int used, int[] usedByEntry) {
        this.pool = pool;
        this.used = used;
        this.usedByEntry = usedByEntry;
    }

    PoolUsage copy() {
        return new PoolUsage(pool, used, usedByEntry.clone());
    }

    Pool pool() {
        return pool;
    }

    int used() {
        return used;
    }

    /** 0 for an unknown entry. */
    int used(int entry) {
        return has(entry) ? usedByEntry[entry] : 0;
    }

    /** The slot for a session that the pool applies to, or why the pool has none. */
    Placement place(SlotRequest request) {
        if (used >= pool.size()) {
            return new Full(
                    "The pool '" + pool.name() + "' is full: " + used + " of " + pool.size() + " slots are used.");
        }
        if (pool.entries().isEmpty()) {
            return new Placed(List.of(slot(Optional.empty())), 0);
        }
        List<PoolEntry> matching = pool.matching(request);
        return matching.stream()
                .filter(this::hasRoom)
                .findFirst()
                .<Placement>map(entry -> new Placed(List.of(slot(Optional.of(entry.number()))), entry.priority()))
                .orElseGet(() -> new Full(matching.isEmpty() ? noMatch(request) : noneFree(request, matching)));
    }

    /** The slot for a session that is running already: of a matching entry with room, else of a matching entry that is full. */
    Slot slotForRunning(SlotRequest running) {
        List<PoolEntry> matching = pool.matching(running);
        return slot(matching.stream()
                .filter(this::hasRoom)
                .findFirst()
                .or(() -> matching.stream().findFirst())
                .map(PoolEntry::number));
    }

    void take(Slot slot) {
        count(slot, 1);
    }

    /** Throws {@link IllegalStateException} for a slot that is not in use. */
    void release(Slot slot) {
        if (used == 0
                || slot.entry()
                        .filter(this::has)
                        .filter(entry -> usedByEntry[entry] == 0)
                        .isPresent()) {
            throw new IllegalStateException("The slot is not in use: " + slot);
        }
        count(slot, -1);
    }

    private void count(Slot slot, int change) {
        used += change;
        slot.entry().filter(this::has).ifPresent(entry -> usedByEntry[entry] += change);
    }

    private boolean has(int entry) {
        return entry >= 0 && entry < usedByEntry.length;
    }

    private boolean hasRoom(PoolEntry entry) {
        return entry.slots().map(slots -> used(entry.number()) < slots).orElse(true);
    }

    private Slot slot(Optional<Integer> entry) {
        return new Slot(pool.id(), entry);
    }

    private String noMatch(SlotRequest request) {
        return "No entry of the pool '" + pool.name() + "' matches " + request.target() + " (" + request.agentKind()
                + ").";
    }

    private String noneFree(SlotRequest request, List<PoolEntry> matching) {
        int taken = matching.stream().mapToInt(entry -> used(entry.number())).sum();
        int all =
                matching.stream().mapToInt(entry -> entry.slots().orElseThrow()).sum();
        return "The pool '" + pool.name() + "' has no free slot for " + request.target() + ": " + taken + " of " + all
                + " are used.";
    }
}
