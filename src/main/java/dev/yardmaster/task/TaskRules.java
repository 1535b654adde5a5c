package dev.yardmaster.task;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.task.TaskRepository.References;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The checks of task requests and their error messages. Pure. */
final class TaskRules {
    private static final Set<String> ROLES = Set.of("director", "worker", "steward");

    // PostgreSQL would read times far outside of this range as infinity.
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    static final String ONLY_OPEN = "Only an open task can be changed.";
    private static final int MOST_LISTED = 10;

    private TaskRules() {}

    /** Throws {@code unknown_role} or {@code invalid_request}. */
    static void check(TaskSpec spec) {
        spec.role().filter(role -> !ROLES.contains(role)).ifPresent(role -> {
            throw YardmasterException.ofField(
                    ErrorCode.UNKNOWN_ROLE,
                    "role",
                    "is '" + role + "', which is no role; the roles are director, worker and steward");
        });
        spec.scheduledFor()
                .filter(at -> at.isBefore(EARLIEST) || at.isAfter(LATEST))
                .ifPresent(_ -> {
                    throw new YardmasterException(
                            ErrorCode.INVALID_REQUEST,
                            "'scheduledFor' is out of range: give a time between " + EARLIEST + " and " + LATEST + ".");
                });
    }

    /** Returns the task if it is open; throws {@code conflict} if not. */
    static Task requireOpen(Task task) {
        if (task.state() != TaskState.OPEN) {
            throw conflict(task.state(), ONLY_OPEN);
        }
        return task;
    }

    /** Throws {@code conflict} if a task could not be moved. */
    static void requireMoved(boolean moved, Task task, TaskMove move) {
        if (!moved) {
            throw conflict(task.state(), move.refusal());
        }
    }

    /** Throws {@code conflict} if a task would get another project than that of its worktree. */
    static void requireProjectOfWorktree(boolean worksElsewhere) {
        if (worksElsewhere) {
            throw new YardmasterException(
                    ErrorCode.CONFLICT,
                    "The task has a worktree of its project, so its project can't be changed. Add a new task for the other"
                            + " project.");
        }
    }

    /** Throws {@code conflict} if a task is running. */
    static void requireNotRunning(Task task) {
        if (task.state() == TaskState.RUNNING) {
            throw conflict(
                    task.state(),
                    "Cancel it first (POST /api/tasks/" + task.id() + "/cancel), or wait until its session ends.");
        }
    }

    /** Throws {@code conflict} if tasks wait for the task that is to be deleted. */
    static void requireNoneWaiting(List<UUID> waiting) {
        if (!waiting.isEmpty()) {
            throw new YardmasterException(
                    ErrorCode.CONFLICT,
                    "Other tasks depend on the task: " + joined(waiting, ", ")
                            + ". Delete them first, or remove the task from their 'dependsOn'.");
        }
    }

    /** Throws {@code unknown_task} if {@code dependsOn} contains unknown ids. */
    static void requireNoUnknown(List<UUID> unknown) {
        if (!unknown.isEmpty()) {
            throw YardmasterException.ofField(
                    ErrorCode.UNKNOWN_TASK,
                    "dependsOn",
                    "contains unknown task ids: " + joined(unknown, ", ") + "; GET /api/tasks lists all tasks");
        }
    }

    /** Throws {@code dependency_cycle} with the tasks of a cycle. */
    static void rejectCycle(List<UUID> cycle) {
        throw new YardmasterException(
                ErrorCode.DEPENDENCY_CYCLE,
                "'dependsOn' creates a cycle: " + joined(cycle, " → ") + ". Remove one of them.");
    }

    /** The error for a task whose agent, project or plan does not exist, or whose agent works on another project. */
    static YardmasterException missingReference(References references) {
        if (!references.agent()) {
            return YardmasterException.ofField(
                    ErrorCode.UNKNOWN_AGENT,
                    "agent",
                    "is not the id or name of an agent; GET /api/agents lists all agents");
        }
        if (!references.fits()) {
            return YardmasterException.ofField(
                    ErrorCode.INVALID_REQUEST,
                    "agent",
                    "is an agent that works on another project than the task; name an agent of this project or one without a"
                            + " project, or none");
        }
        return references.project()
                ? YardmasterException.ofField(
                        ErrorCode.UNKNOWN_PLAN,
                        "plan",
                        "is not the id or name of a plan; GET /api/plans lists all plans")
                : YardmasterException.ofField(
                        ErrorCode.UNKNOWN_PROJECT,
                        "project",
                        "is not the id or name of a project; GET /api/projects lists all projects");
    }

    /** The error for a task in a state that does not allow a change. */
    static YardmasterException conflict(TaskState state, String why) {
        return new YardmasterException(ErrorCode.CONFLICT, "The task is " + state.value() + ". " + why);
    }

    private static String joined(List<UUID> ids, String separator) {
        String names = ids.stream().limit(MOST_LISTED).map(UUID::toString).collect(Collectors.joining(separator));
        return ids.size() <= MOST_LISTED ? names : names + separator + "… (" + (ids.size() - MOST_LISTED) + " more)";
    }
}
