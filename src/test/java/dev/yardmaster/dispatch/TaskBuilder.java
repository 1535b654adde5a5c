package dev.yardmaster.dispatch;

import dev.yardmaster.agent.Role;
import dev.yardmaster.dispatch.DispatchDecision.Start;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/** Ready tasks, numbered in the order in which they are made. */
final class TaskBuilder {
    private int made;

    /** What is to start: the number of each task and the name of its agent. */
    static List<String> starts(List<DispatchDecision> plan) {
        return plan.stream()
                .filter(Start.class::isInstance)
                .map(Start.class::cast)
                .map(start -> start.task().id().getLeastSignificantBits() + " "
                        + start.agent().name())
                .toList();
    }

    List<ReadyTask> work(int count) {
        return IntStream.range(0, count)
                .mapToObj(_ -> task(lane(1, Role.WORKER)))
                .toList();
    }

    ReadyTask task(TaskQueue lane) {
        return task(lane, 3, Duration.ZERO);
    }

    ReadyTask task(TaskQueue lane, int priority, Duration age) {
        return new ReadyTask(new UUID(0, ++made), lane, priority, DispatchSnapshotBuilder.NOW.minus(age));
    }

    static TaskQueue lane(int id, Role role) {
        return new TaskQueue(id, role, Optional.empty(), Optional.empty(), Set.of());
    }

    static TaskQueue reserved(UUID agent) {
        return new TaskQueue(9, Role.DIRECTOR, Optional.of(agent), Optional.empty(), Set.of());
    }
}
