package dev.yardmaster.task;

import static dev.yardmaster.task.TaskState.CANCELLED;
import static dev.yardmaster.task.TaskState.DONE;
import static dev.yardmaster.task.TaskState.FAILED;
import static dev.yardmaster.task.TaskState.OPEN;
import static dev.yardmaster.task.TaskState.REVIEW;

import java.util.Set;

/** What people do with tasks by hand, and with which ones. */
enum TaskMove {
    CANCEL(
            "state = 'cancelled', reason = 'cancelled by hand', result = coalesce($3, result)",
            Set.of(OPEN, REVIEW, FAILED),
            "Only a task that is open, in review or failed can be cancelled. Stop the session of a running one first."),
    COMPLETE(
            "state = 'done', reason = NULL, result = coalesce($3, result)",
            Set.of(OPEN, REVIEW),
            "Only a task that is open or in review can be completed by hand. Stop the session of a running one first."),
    /** With its failures forgotten. */
    REOPEN(
            "state = 'open', reason = NULL, result = $3, failures = 0, troubles = 0, forgiven = attempts, scheduled_for = NULL",
            Set.of(REVIEW, DONE, FAILED, CANCELLED),
            "Only a task that is in review, done, failed or cancelled can be opened again.");

    private final String assignments;
    private final Set<TaskState> from;
    private final String otherwise;

    TaskMove(String assignments, Set<TaskState> from, String otherwise) {
        this.assignments = assignments;
        this.from = from;
        this.otherwise = otherwise;
    }

    /** SQL, with the result as {@code $3}. */
    String assignments() {
        return assignments;
    }

    Set<TaskState> from() {
        return from;
    }

    /** What to say to those who try it with another task. */
    String otherwise() {
        return otherwise;
    }
}
