package dev.yardmaster.tools;

import dev.yardmaster.access.CallingSession;
import dev.yardmaster.agent.Role;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.task.Task;
import java.util.Optional;
import java.util.UUID;

/**
 * The tasks that a session may see: a worker its own task and the tasks of its plan; others the tasks of the project that their agent is
 * restricted to, or all tasks if it is not restricted. Pure.
 */
record Scope(CallingSession caller) {
    /** What a session without a task learns from the tools that need one. */
    static final String NO_TASK = "Your session works on no task. Answer the message that you got, and end your turn.";

    /** The task of an argument, or the session's own one; throws {@code invalid_request} if it has none. */
    UUID taskOr(Optional<UUID> named) {
        return named.or(caller::task).orElseThrow(this::withoutTask);
    }

    /** Throws {@code task_not_found} if the session may not see a task. */
    Task require(Task task) {
        if (!sees(task)) {
            throw new YardmasterException(
                    ErrorCode.TASK_NOT_FOUND, "The task " + task.id() + " is not yours. " + explanation());
        }
        return task;
    }

    private YardmasterException withoutTask() {
        return isWorker()
                ? new YardmasterException(ErrorCode.TASK_NOT_FOUND, NO_TASK)
                : YardmasterException.ofField(
                        ErrorCode.INVALID_REQUEST,
                        "task",
                        "is missing: this session works on no task, so name one; task_list shows the ids");
    }

    boolean sees(Task task) {
        return isWorker()
                ? caller.task().filter(task.id()::equals).isPresent()
                        || (caller.plan().isPresent() && caller.plan().equals(task.plan()))
                : caller.project().isEmpty() || caller.project().equals(task.project());
    }

    boolean isWorker() {
        return Role.WORKER.value().equals(caller.role());
    }

    /** Which tasks the session may see, as a sentence. */
    String explanation() {
        if (!isWorker()) {
            return "You may use the tasks of the project "
                    + caller.project().map(UUID::toString).orElse("") + " only.";
        }
        return caller.task()
                .map(task -> "You may use your own task " + task
                        + (caller.plan().isPresent() ? " and read the tasks of its plan." : " only."))
                .orElse(NO_TASK);
    }
}
