package dev.yardmaster.dispatch.planning;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;

/**
 * A task that can start now.
 *
 * @param queue the requirements for its agent
 * @param plan the plan that it belongs to
 * @param resumedBy the agent whose conversation the next session resumes, which gets the task if it is free
 * @param priority its effective priority, 1 (most urgent) to 5: the highest of its own and those of the tasks that depend on it
 */
public record ReadyTask(
        UUID id, TaskQueue queue, Optional<UUID> plan, Optional<UUID> resumedBy, int priority, Instant createdAt) {
    private static final int MOST_URGENT = 1;

    /**
     * The most urgent task first; among equally urgent tasks the oldest.
     *
     * @param ageing the wait that raises a task's priority by one step, so that no task starves
     */
    static Comparator<ReadyTask> order(Instant now, Duration ageing) {
        return Comparator.<ReadyTask>comparingInt(task -> task.agedPriority(now, ageing))
                .thenComparing(ReadyTask::createdAt)
                .thenComparing(ReadyTask::id);
    }

    private int agedPriority(Instant now, Duration ageing) {
        long waited = Math.max(0, Duration.between(createdAt, now).toMillis());
        long steps = waited / Math.max(1, ageing.toMillis());
        return (int) Math.max(MOST_URGENT, priority - steps);
    }
}
