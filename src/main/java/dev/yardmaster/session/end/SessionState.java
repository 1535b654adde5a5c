package dev.yardmaster.session.end;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The states of a session.
 *
 * <pre>
 *   STARTING ──► RUNNING ──► COMPLETED   the agent finished its task
 *       │           ├──────► FAILED      the CLI failed, crashed or hung
 *       │           ├──────► LIMITED     the provider refuses work until a reset
 *       ├───────────┼──────► STOPPED     a person or the service stopped it
 *       └───────────┴──────► LOST        the service ended while the session ran
 * </pre>
 */
public enum SessionState {
    STARTING,
    RUNNING,
    COMPLETED,
    FAILED,
    LIMITED,
    STOPPED,
    LOST;

    /** The name in the API and the database. */
    @JsonValue
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the state with this {@link #value}; throws {@code invalid_request} for any other text. */
    public static SessionState of(String value) {
        return Arrays.stream(values())
                .filter(state -> state.value().equals(value))
                .findAny()
                .orElseThrow(() -> new YardmasterException(
                        ErrorCode.INVALID_REQUEST,
                        "'" + value + "' is not a session state. Use one of "
                                + Arrays.stream(values())
                                        .map(SessionState::value)
                                        .collect(Collectors.joining(", "))
                                + "."));
    }
}
