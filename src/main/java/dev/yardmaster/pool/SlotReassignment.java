package dev.yardmaster.pool;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Counts the sessions that run anew when a pool was created or changed. All that the pool governs now hold a slot of it. Who was in an
 * entry that is still there, for the same sessions, stays in it; everybody else goes to an entry that is for them, to one with room if
 * there is one. So what an entry or the pool has too much keeps others from starting until it has ended, and nothing runs uncounted. Pure.
 */
final class SlotReassignment {
    private SlotReassignment() {}

    /**
     * A session that runs.
     *
     * @param entry the number of the entry that it was in
     */
    record Running(UUID session, SlotRequest occupant, Optional<Integer> entry) {}

    /**
     * The slot of each session that holds one, the older sessions first in line.
     *
     * @param pool the pool after the change, with models as their providers are told them
     * @param renumbered where each entry has gone, as {@link #renumbered} says
     */
    static Map<UUID, Slot> of(Pool pool, Map<Integer, Integer> renumbered, List<Running> running) {
        var occupied = new PoolUsage(pool);
        Map<UUID, Slot> held = new LinkedHashMap<>();
        List<Running> others = new ArrayList<>();
        for (Running each : running) {
            if (pool.governs(each.occupant().kind())) {
                each.entry()
                        .map(renumbered::get)
                        .ifPresentOrElse(
                                number -> hold(each, new Slot(pool.id(), Optional.of(number)), occupied, held),
                                () -> others.add(each));
            }
        }
        others.forEach(each -> hold(each, occupied.slotOf(each.occupant()), occupied, held));
        return held;
    }

    /** The new numbers of the entries that are for the same sessions as before, by their numbers before. */
    static Map<Integer, Integer> renumbered(List<PoolEntry> before, List<PoolEntry> now) {
        List<PoolEntry> left = new ArrayList<>(now);
        Map<Integer, Integer> numbers = new HashMap<>();
        for (PoolEntry old : before) {
            left.stream().filter(old::isForTheSameAs).findFirst().ifPresent(same -> {
                numbers.put(old.number(), same.number());
                left.remove(same);
            });
        }
        return numbers;
    }

    private static void hold(Running session, Slot slot, PoolUsage occupied, Map<UUID, Slot> held) {
        occupied.take(slot);
        held.put(session.session(), slot);
    }
}
