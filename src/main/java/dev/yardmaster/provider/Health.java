package dev.yardmaster.provider;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether an executable can be used.
 *
 * @param version the version that the program says of itself, such as {@code 2.1.329}
 * @param message one sentence for people: what is wrong and the next step, or what is well
 */
@JsonInclude(Include.NON_ABSENT)
public record Health(State state, Optional<String> version, String message) {
    /** What is known of it. */
    public enum State {
        /** Installed, and signed in as far as it can tell. */
        READY,
        /** The program is not there. */
        NOT_INSTALLED,
        /** The program has no credentials. */
        SIGNED_OUT,
        /** The program is there, but does not run, or is not what it is taken for. */
        BROKEN;

        /** The word in the API. */
        @JsonValue
        public String value() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Whether sessions can be started on it. */
    public boolean usable() {
        return state == State.READY;
    }
}
