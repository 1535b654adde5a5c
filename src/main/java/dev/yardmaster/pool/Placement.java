package dev.yardmaster.pool;

import java.util.List;

/** The answer to the question whether all pools have a slot for a session. */
public sealed interface Placement {
    /**
     * All pools have a slot.
     *
     * @param slots the slots to take: one in each pool that applies to the agent
     * @param priority the highest priority of the entries that the slots belong to; 0 without entries
     */
    record Placed(List<Slot> slots, int priority) implements Placement {
        public Placed {
            slots = List.copyOf(slots);
        }
    }

    /**
     * A pool has no slot.
     *
     * @param reason a sentence for people that names the pool and what is full or missing in it
     */
    record Full(String reason) implements Placement {}
}
