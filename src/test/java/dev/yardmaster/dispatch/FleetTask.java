package dev.yardmaster.dispatch;

import dev.yardmaster.task.TaskState;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The row of a task. */
final class FleetTask {
    final UUID id;
    final TaskQueue lane;
    final int priority;
    final Instant createdAt;

    TaskState state = TaskState.OPEN;
    Optional<Instant> scheduledFor;
    Optional<UUID> session = Optional.empty();
    int attempts;
    int failures;
    int troubles;
    int forgiven;
    /** How often it was done, which nobody stores. */
    int completions;

    FleetTask(UUID id, TaskQueue lane, int priority, Instant createdAt, Optional<Instant> scheduledFor) {
        this.id = id;
        this.lane = lane;
        this.priority = priority;
        this.createdAt = createdAt;
        this.scheduledFor = scheduledFor;
    }

    boolean isReady() {
        return state == TaskState.OPEN && scheduledFor.isEmpty();
    }

    /** Whether it is, or has to be made, ready. */
    boolean isDue(Instant now) {
        return state == TaskState.OPEN
                && scheduledFor.filter(at -> at.isAfter(now)).isEmpty();
    }

    ReadyTask ready() {
        return new ReadyTask(id, lane, priority, createdAt);
    }
}
