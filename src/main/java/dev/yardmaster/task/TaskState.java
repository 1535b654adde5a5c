package dev.yardmaster.task;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The state of a task. A waiting task has no session: it waits for the answer to a question of its agent, and is open again after that. An open
 * task may wait for the tasks that it depends on, for its plan, for its scheduled time, or for an agent.
 *
 * <pre>
 *             a session starts           the agent finishes it
 *   OPEN ────────────────────► RUNNING ─────────────────────────► DONE
 *    ▲ │                          │ │
 *    │ │ cancelled    interrupted │ │ failed too often
 *    │ └────► CANCELLED   ◄───────┼─┴────► FAILED
 *    └────────────────────────────┘
 *      the session was lost, limited or stopped, or it failed and the task is retried
 * </pre>
 */
public enum TaskState {
    OPEN,
    RUNNING,
    WAITING,
    REVIEW,
    DONE,
    FAILED,
    CANCELLED;

    /** The name in the API and the database. */
    @JsonValue
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state with a name; throws {@code invalid_request}. */
    @JsonCreator
    public static TaskState of(String value) {
        return Arrays.stream(values())
                .filter(state -> state.value().equals(value))
                .findAny()
                .orElseThrow(() -> new YardmasterException(
                        ErrorCode.INVALID_REQUEST,
                        "Unknown task state '" + value + "'. The states are "
                                + Arrays.stream(values()).map(TaskState::value).collect(Collectors.joining(", "))
                                + "."));
    }
}
