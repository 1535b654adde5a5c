package dev.yardmaster.provider;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;

/** How a session talks to its CLI. */
public enum LaunchMode {
    /** Standard input stays open: more messages and interrupts reach the running session. */
    BIDIRECTIONAL("bidirectional"),
    /** One prompt, one answer, and the CLI exits. */
    ONE_SHOT("one-shot");

    private final String value;

    LaunchMode(String value) {
        this.value = value;
    }

    /** The word in the API and the database. */
    @JsonValue
    public String value() {
        return value;
    }

    /** The mode with a name; throws {@code invalid_request}. */
    @JsonCreator
    public static LaunchMode of(String value) {
        for (LaunchMode mode : values()) {
            if (mode.value.equals(value)) {
                return mode;
            }
        }
        throw new YardmasterException(
                ErrorCode.INVALID_REQUEST,
                "There is no launch mode '" + value + "'. The launch modes are bidirectional and one-shot.");
    }
}
