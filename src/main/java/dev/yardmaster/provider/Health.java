package dev.yardmaster.provider;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether an executable can be used.
 *
 * @param version the version that the program reports, such as {@code 2.1.329}
 * @param message one sentence for people: the problem and the next step, or that the executable is ready
 */
@JsonInclude(Include.NON_ABSENT)
public record Health(State state, Optional<String> version, String message) {
    /** The result of a health check. */
    public enum State {
        /** The program is installed, and signed in as far as the check can find out. */
        READY,
        /** The program does not exist. */
        NOT_INSTALLED,
        /** The program has no credentials. */
        SIGNED_OUT,
        /** The program exists, but fails or is not the expected CLI. */
        BROKEN,
        /** The program exists, but did not answer in time, as on a slow machine. That proves no fault, so sessions may start. */
        TIMED_OUT;

        /** Returns the name in the API. */
        @JsonValue
        public String value() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Whether sessions may start. */
    public boolean usable() {
        return state == State.READY || state == State.TIMED_OUT;
    }
}
