package dev.yardmaster.task;

import static dev.yardmaster.task.TaskState.CANCELLED;
import static dev.yardmaster.task.TaskState.DONE;
import static dev.yardmaster.task.TaskState.FAILED;
import static dev.yardmaster.task.TaskState.OPEN;
import static dev.yardmaster.task.TaskState.REVIEW;
import static dev.yardmaster.task.TaskState.WAITING;

import java.util.Set;

/** A manual change of a task's state: what it writes, and from which states it is allowed. */
enum TaskMove {
    CANCEL(
            "state = 'cancelled', reason = 'cancelled by hand', result = coalesce($3, result)",
            Set.of(OPEN, WAITING, REVIEW, FAILED),
            "Only a task that is open, running, waiting, in review or failed can be cancelled."),
    COMPLETE(
            "state = 'done', reason = NULL, result = coalesce($3, result)",
            Set.of(OPEN, WAITING, REVIEW),
            "Only a task that is open, waiting or in review can be completed by hand. Stop the session of a running task first."),
    /** Resets the counts of failures. */
    REOPEN(
            "state = 'open', reason = NULL, result = $3, failures = 0, troubles = 0, returns = 0, forgiven = attempts, scheduled_for = NULL,"
                    + " resumes = false",
            Set.of(REVIEW, DONE, FAILED, CANCELLED),
            "Only a task that is in review, done, failed or cancelled can be reopened. A waiting task goes on when its question is answered or"
                    + " withdrawn.");

    private final String assignments;
    private final Set<TaskState> from;
    private final String refusal;

    TaskMove(String assignments, Set<TaskState> from, String refusal) {
        this.assignments = assignments;
        this.from = from;
        this.refusal = refusal;
    }

    /** The SQL assignments; {@code $3} is the result. */
    String assignments() {
        return assignments;
    }

    Set<TaskState> from() {
        return from;
    }

    /** The error message for a task in another state. */
    String refusal() {
        return refusal;
    }
}
