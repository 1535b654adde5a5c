package dev.yardmaster.provider;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * The id of a provider. It is not an enum, so that a new provider does not change this type.
 *
 * @param value lower-case letters, digits and hyphens, 1 to 64 characters, such as {@code claude-code}
 */
public record ProviderId(@JsonValue String value) {
    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

    @JsonCreator
    public ProviderId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "The provider id '" + value + "' is invalid: use 1 to 64 lower-case letters, digits and hyphens");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
