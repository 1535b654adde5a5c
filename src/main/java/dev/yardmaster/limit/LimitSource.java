package dev.yardmaster.limit;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How the end of a limit is known, the worst first. */
public enum LimitSource {
    /** Nobody said it: a guess by the kind of the limit. */
    DEFAULT,
    /** Read in a sentence for people. */
    TEXT,
    /** The answer to a question about the account. */
    PROBE,
    /** A field of the provider's. */
    STRUCTURED,
    /** A person said it. */
    MANUAL;

    /** The word in the API and the database. */
    @JsonValue
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean isBetterThan(LimitSource other) {
        return compareTo(other) > 0;
    }

    /** The source with this {@link #value}; throws {@link IllegalArgumentException} when there is none. */
    public static LimitSource of(String value) {
        return valueOf(value.toUpperCase(Locale.ROOT));
    }
}
