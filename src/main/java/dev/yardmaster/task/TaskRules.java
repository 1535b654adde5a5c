package dev.yardmaster.task;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.task.TaskRepository.References;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** What of tasks is refused, and how that is said. Pure. */
final class TaskRules {
    private static final Set<String> ROLES = Set.of("director", "worker", "steward");

    // PostgreSQL would take what is far beyond for infinity.
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private static final int NAMED = 10;

    private TaskRules() {}

    /** Throws {@code unknown_role} or {@code invalid_request}. */
    static void check(TaskSpec spec) {
        spec.role().filter(role -> !ROLES.contains(role)).ifPresent(role -> {
            throw new YardmasterException(
                    ErrorCode.UNKNOWN_ROLE,
                    "There is no role '" + role + "'. The roles are director, worker and steward.");
        });
        spec.scheduledFor()
                .filter(at -> at.isBefore(EARLIEST) || at.isAfter(LATEST))
                .ifPresent(_ -> {
                    throw new YardmasterException(
                            ErrorCode.INVALID_REQUEST,
                            "'scheduledFor' is out of range: give a time between " + EARLIEST + " and " + LATEST + ".");
                });
    }

    /** Throws {@code task_not_found}. */
    static Task found(Optional<Task> task) {
        return task.orElseThrow(() -> new YardmasterException(
                ErrorCode.TASK_NOT_FOUND, "There is no task with this id. GET /api/tasks lists the tasks there are."));
    }

    /** The task, when it is open; throws {@code conflict}. */
    static Task open(Task task) {
        if (task.state() != TaskState.OPEN) {
            throw conflict(task, "Only a task that is open can be changed.");
        }
        return task;
    }

    /** Throws {@code conflict} when a task could not be moved. */
    static void moved(boolean moved, Task task, TaskMove move) {
        if (!moved) {
            throw conflict(task, move.otherwise());
        }
    }

    /** Throws {@code task_not_found} when a task is to depend on some that are not there. */
    static void requireNone(List<UUID> unknown) {
        if (!unknown.isEmpty()) {
            throw new YardmasterException(
                    ErrorCode.TASK_NOT_FOUND,
                    "'dependsOn' names what no task has as its id: " + named(unknown, ", ")
                            + ". GET /api/tasks lists the tasks there are.");
        }
    }

    /** Throws {@code dependency_cycle}. */
    static void refuseCycle(List<UUID> cycle) {
        throw new YardmasterException(
                ErrorCode.DEPENDENCY_CYCLE,
                "With 'dependsOn' as given the task would wait for itself: " + named(cycle, " → ")
                        + ". Leave one of these dependencies out.");
    }

    /** Why a task could not be written. */
    static YardmasterException missing(References references) {
        if (!references.agent()) {
            return new YardmasterException(
                    ErrorCode.AGENT_NOT_FOUND,
                    "There is no agent with the id or name that 'agent' gives. GET /api/agents lists the agents there are.");
        }
        return references.project()
                ? new YardmasterException(
                        ErrorCode.PLAN_NOT_FOUND,
                        "There is no plan with the id or name that 'plan' gives. GET /api/plans lists the plans there are.")
                : new YardmasterException(
                        ErrorCode.PROJECT_NOT_FOUND,
                        "There is no project with the id or name that 'project' gives. GET /api/projects lists the projects there are.");
    }

    private static YardmasterException conflict(Task task, String why) {
        return new YardmasterException(
                ErrorCode.CONFLICT, "The task is " + task.state().value() + ". " + why);
    }

    private static String named(List<UUID> ids, String separator) {
        String names = ids.stream().limit(NAMED).map(UUID::toString).collect(Collectors.joining(separator));
        return ids.size() <= NAMED ? names : names + separator + "… (" + (ids.size() - NAMED) + " more)";
    }
}
