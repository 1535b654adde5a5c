package dev.yardmaster.session.log;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Where a session is in its life.
 *
 * <pre>
 *   STARTING ──► RUNNING ──► COMPLETED   the agent finished what it was given
 *       │           ├──────► FAILED      the CLI failed, crashed or hung
 *       │           ├──────► LIMITED     the provider refuses work until a reset
 *       ├───────────┼──────► STOPPED     somebody stopped it
 *       └───────────┴──────► LOST        the service went away while it ran
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

    /** The word in the API and the database. */
    @JsonValue
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state with a name; throws {@code invalid_request}. */
    public static SessionState of(String value) {
        return Arrays.stream(values())
                .filter(state -> state.value().equals(value))
                .findAny()
                .orElseThrow(() -> new YardmasterException(
                        ErrorCode.INVALID_REQUEST,
                        "There is no session state '" + value + "'. The states are "
                                + Arrays.stream(values())
                                        .map(SessionState::value)
                                        .collect(Collectors.joining(", "))
                                + "."));
    }
}
