package dev.yardmaster.dispatch.planning;

import dev.yardmaster.agent.Role;
import dev.yardmaster.dispatch.planning.DispatchDecision.Start;
import dev.yardmaster.provider.resolution.Preferences.Choice;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/** Makes ready tasks and numbers them from 1. */
public final class TaskBuilder {
    private int count;

    /** The planned starts, each as the number of the task and the name of its agent. */
    public static List<String> starts(List<DispatchDecision> plan) {
        return plan.stream()
                .filter(Start.class::isInstance)
                .map(Start.class::cast)
                .map(start -> start.task().id().getLeastSignificantBits() + " "
                        + start.agent().name())
                .toList();
    }

    /** Tasks for workers. */
    public List<ReadyTask> work(int number) {
        return IntStream.range(0, number)
                .mapToObj(_ -> task(queue(1, Role.WORKER)))
                .toList();
    }

    /** A task of medium priority that was created just now. */
    public ReadyTask task(TaskQueue queue) {
        return task(queue, 3, Duration.ZERO);
    }

    ReadyTask task(TaskQueue queue, int priority, Duration age) {
        return new ReadyTask(
                new UUID(0, ++count),
                queue,
                Optional.empty(),
                Optional.empty(),
                priority,
                DispatchSnapshotBuilder.NOW.minus(age));
    }

    /** A task that resumes the conversation of an agent. */
    ReadyTask taskResumedBy(UUID agent, TaskQueue queue) {
        return new ReadyTask(
                new UUID(0, ++count), queue, Optional.empty(), Optional.of(agent), 3, DispatchSnapshotBuilder.NOW);
    }

    /** A task of a plan. */
    public ReadyTask taskOf(UUID plan, TaskQueue queue) {
        return new ReadyTask(
                new UUID(0, ++count), queue, Optional.of(plan), Optional.empty(), 3, DispatchSnapshotBuilder.NOW);
    }

    /** The queue of the tasks of a project. */
    public static TaskQueue queueOf(UUID project) {
        return new TaskQueue(8, Role.WORKER, Optional.empty(), Optional.of(project), Set.of(), Choice.NONE);
    }

    public static TaskQueue queue(int id, Role role) {
        return new TaskQueue(id, role, Optional.empty(), Optional.empty(), Set.of(), Choice.NONE);
    }

    static TaskQueue reserved(UUID agent) {
        return new TaskQueue(9, Role.DIRECTOR, Optional.of(agent), Optional.empty(), Set.of(), Choice.NONE);
    }
}
