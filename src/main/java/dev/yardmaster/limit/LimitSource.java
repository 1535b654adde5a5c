package dev.yardmaster.limit;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How the end of a limit is known, from the least to the most reliable source. */
public enum LimitSource {
    /** The end is a guess by the kind of the limit. */
    DEFAULT,
    /** The end was read from a message for people. */
    TEXT,
    /** The end is from a query of the account. */
    PROBE,
    /** The end is from a field of the provider's report. */
    STRUCTURED,
    /** A person reported the end. */
    MANUAL;

    /** The name in the API and the database. */
    @JsonValue
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean isBetterThan(LimitSource other) {
        return compareTo(other) > 0;
    }

    /** The source with this {@link #value}; throws {@link IllegalArgumentException} for any other text. */
    public static LimitSource of(String value) {
        return valueOf(value.toUpperCase(Locale.ROOT));
    }
}
