package dev.yardmaster.provider;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;

/** How a session communicates with its CLI. */
public enum LaunchMode {
    /** The input stays open: messages and interrupts can be sent to the running session. */
    BIDIRECTIONAL("bidirectional"),
    /** The CLI takes one prompt, runs one turn, and exits. */
    ONE_SHOT("one-shot");

    private final String value;

    LaunchMode(String value) {
        this.value = value;
    }

    /** Returns the name in the API and the database. */
    @JsonValue
    public String value() {
        return value;
    }

    /** Returns the mode with a name. Throws {@code invalid_request} for an unknown one. */
    @JsonCreator
    public static LaunchMode of(String value) {
        for (LaunchMode mode : values()) {
            if (mode.value.equals(value)) {
                return mode;
            }
        }
        throw new YardmasterException(
                ErrorCode.INVALID_REQUEST, "There is no launch mode '" + value + "'. Use bidirectional or one-shot.");
    }
}
