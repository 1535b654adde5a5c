package dev.yardmaster.inbox;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The state of a message. That it was sent or told acknowledges nothing.
 *
 * <pre>
 *            a session has it               its recipient, or a person
 *   QUEUED ───────────────────► DELIVERED ────────────────────────────► ACKNOWLEDGED
 *     │ └─────────────────────────────────────────────────────────────────────▲
 *     │ withdrawn, agent removed, or each session that had it failed
 *     └────► UNDELIVERABLE
 * </pre>
 *
 * <p>From DELIVERED a message returns to QUEUED if its session ends before it has finished its work.
 */
public enum MessageState {
    QUEUED,
    DELIVERED,
    ACKNOWLEDGED,
    UNDELIVERABLE;

    /** The name in the API and the database. */
    @JsonValue
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state with a name; throws {@code invalid_request}. */
    @JsonCreator
    public static MessageState of(String value) {
        return Arrays.stream(values())
                .filter(state -> state.value().equals(value))
                .findAny()
                .orElseThrow(() -> new YardmasterException(
                        ErrorCode.INVALID_REQUEST,
                        "Unknown message state '" + value + "'. The states are "
                                + Arrays.stream(values())
                                        .map(MessageState::value)
                                        .collect(Collectors.joining(", "))
                                + "."));
    }
}
