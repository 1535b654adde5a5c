package dev.yardmaster.pool;

import java.util.List;

/** Whether there is room for a session. */
public sealed interface Placement {
    /**
     * There is.
     *
     * @param slots what it is to take: one slot in each pool that governs its agent
     * @param priority the highest priority of the entries that they are of; 0 when there are none
     */
    record Placed(List<Slot> slots, int priority) implements Placement {
        public Placed {
            slots = List.copyOf(slots);
        }
    }

    /**
     * There is none.
     *
     * @param reason a sentence that names a pool, and what is full or missing in it
     */
    record Full(String reason) implements Placement {}
}
