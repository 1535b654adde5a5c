package dev.yardmaster.pool;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Assigns the slots of a new or changed pool to the sessions that are running already. Every running session that the pool applies to gets
 * a slot. A session whose entry still exists keeps its entry. Every other session gets a matching entry, if possible one with room. So
 * every running session is counted, and entries or pools above their limit start no new session until enough sessions have ended. Pure.
 */
final class SlotReassignment {
    private SlotReassignment() {}

    /**
     * A running session.
     *
     * @param entry the number of the pool's entry that the session had before the change; empty if it had none
     */
    record Running(UUID session, SlotRequest request, Optional<Integer> entry) {}

    /**
     * The new slot of each session that holds one.
     *
     * @param pool the pool after the change, with {@linkplain Pool#resolved resolved} models
     * @param renumbered the new number of each entry, from {@link #renumbered}
     * @param running all running sessions, the oldest first; older sessions choose first
     */
    static Map<UUID, Slot> of(Pool pool, Map<Integer, Integer> renumbered, List<Running> running) {
        var usage = new PoolUsage(pool);
        Map<UUID, Slot> assigned = new LinkedHashMap<>();
        List<Running> others = new ArrayList<>();
        for (Running session : running) {
            if (pool.appliesTo(session.request().kind())) {
                session.entry()
                        .map(renumbered::get)
                        .ifPresentOrElse(
                                number -> assign(session, new Slot(pool.id(), Optional.of(number)), usage, assigned),
                                () -> others.add(session));
            }
        }
        others.forEach(session -> assign(session, usage.slotForRunning(session.request()), usage, assigned));
        return assigned;
    }

    /** Maps the old number of each entry to the number of the new entry that matches the same sessions. Removed entries are missing. */
    static Map<Integer, Integer> renumbered(List<PoolEntry> before, List<PoolEntry> after) {
        List<PoolEntry> left = new ArrayList<>(after);
        Map<Integer, Integer> numbers = new HashMap<>();
        for (PoolEntry old : before) {
            left.stream().filter(old::matchesTheSameAs).findFirst().ifPresent(same -> {
                numbers.put(old.number(), same.number());
                left.remove(same);
            });
        }
        return numbers;
    }

    private static void assign(Running session, Slot slot, PoolUsage usage, Map<UUID, Slot> assigned) {
        usage.take(slot);
        assigned.put(session.session(), slot);
    }
}
