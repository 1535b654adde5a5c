package dev.yardmaster.pool;

import dev.yardmaster.pool.Placement.Full;
import dev.yardmaster.pool.Placement.Placed;
import java.util.List;
import java.util.Optional;

/** A pool and how many of its slots are taken. Mutable, for one thread. */
final class PoolUsage {
    private final Pool pool;
    private final int[] usedByEntry;
    private int used;

    /** One with all slots free; the models of its entries are as providers are told them. */
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

    /** Zero for an entry that there is not. */
    int used(int entry) {
        return has(entry) ? usedByEntry[entry] : 0;
    }

    /** What a session that it governs would take. */
    Placement place(SlotRequest occupant) {
        if (used >= pool.size()) {
            return new Full(
                    "The pool '" + pool.name() + "' is full: " + used + " of " + pool.size() + " slots are used.");
        }
        if (pool.entries().isEmpty()) {
            return new Placed(List.of(slot(Optional.empty())), 0);
        }
        List<PoolEntry> fitting = pool.entriesFor(occupant);
        return fitting.stream()
                .filter(this::hasRoom)
                .findFirst()
                .<Placement>map(entry -> new Placed(List.of(slot(Optional.of(entry.number()))), entry.priority()))
                .orElseGet(() -> new Full(fitting.isEmpty() ? nothingFor(occupant) : noneFree(occupant, fitting)));
    }

    /** The slot that a session which runs already counts in: of an entry with room if there is one, else of one that is overfull. */
    Slot slotOf(SlotRequest running) {
        List<PoolEntry> fitting = pool.entriesFor(running);
        return slot(fitting.stream()
                .filter(this::hasRoom)
                .findFirst()
                .or(() -> fitting.stream().findFirst())
                .map(PoolEntry::number));
    }

    void take(Slot slot) {
        count(slot, 1);
    }

    /** Throws {@link IllegalStateException} for a slot that was not taken. */
    void release(Slot slot) {
        if (used == 0
                || slot.entry()
                        .filter(this::has)
                        .filter(entry -> usedByEntry[entry] == 0)
                        .isPresent()) {
            throw new IllegalStateException("Not taken: " + slot);
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

    private String nothingFor(SlotRequest occupant) {
        return "No entry of the pool '" + pool.name() + "' is for " + occupant.runsOn() + " (" + occupant.sort() + ").";
    }

    private String noneFree(SlotRequest occupant, List<PoolEntry> fitting) {
        int taken = fitting.stream().mapToInt(entry -> used(entry.number())).sum();
        int all =
                fitting.stream().mapToInt(entry -> entry.slots().orElseThrow()).sum();
        return "The pool '" + pool.name() + "' has no free slot for " + occupant.runsOn() + ": " + taken + " of " + all
                + " are used.";
    }
}
