package dev.yardmaster.dispatch;

import dev.yardmaster.dispatch.planning.ReadyTask;
import dev.yardmaster.dispatch.planning.TaskQueue;
import dev.yardmaster.task.TaskState;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** A task's row in a simulated fleet. */
final class FleetTask {
    final UUID id;
    final TaskQueue queue;
    final int priority;
    final Instant createdAt;

    TaskState state = TaskState.OPEN;
    Optional<Instant> scheduledFor;
    Optional<UUID> session = Optional.empty();
    /** Why it waits, as the dispatcher stored it last. */
    Optional<String> reason = Optional.empty();

    int attempts;
    int failures;
    int troubles;
    int forgiven;
    /** How often it was completed. The real table has no such column. */
    int completions;

    FleetTask(UUID id, TaskQueue queue, int priority, Instant createdAt, Optional<Instant> scheduledFor) {
        this.id = id;
        this.queue = queue;
        this.priority = priority;
        this.createdAt = createdAt;
        this.scheduledFor = scheduledFor;
    }

    boolean isReady() {
        return state == TaskState.OPEN && scheduledFor.isEmpty();
    }

    /** Whether it is ready, or must be made ready now. */
    boolean isDue(Instant now) {
        return state == TaskState.OPEN
                && scheduledFor.filter(at -> at.isAfter(now)).isEmpty();
    }

    ReadyTask toReadyTask() {
        return new ReadyTask(id, queue, Optional.empty(), Optional.empty(), priority, createdAt);
    }
}
