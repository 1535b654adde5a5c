package dev.yardmaster.problem;

import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.Temporal;
import java.util.Collection;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Describes the JSON value that was expected in place of one that did not match. */
final class ExpectedJsonShape {
    /** The end of Jackson's message about an enum: the accepted values, spelled as in JSON. */
    private static final Pattern ENUM_VALUES = Pattern.compile("Enum class: \\[(.*)]$");

    private ExpectedJsonShape() {}

    /** Completes the sentence "it must be …". */
    static String of(MismatchedInputException mismatch) {
        Matcher values = ENUM_VALUES.matcher(String.valueOf(mismatch.getOriginalMessage()));
        if (values.find()) {
            return "one of " + values.group(1);
        }
        Class<?> type = mismatch.getTargetType();
        return type == null ? "present and of the expected type" : name(type);
    }

    static String name(Class<?> type) {
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (isWhole(type)) {
            return "a whole number within the range of " + bits(type) + " bits";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "a number";
        }
        return type.isArray() || Collection.class.isAssignableFrom(type) ? "a list" : scalarOrObject(type);
    }

    private static String scalarOrObject(Class<?> type) {
        if (CharSequence.class.isAssignableFrom(type)) {
            return "a string";
        }
        if (type.isEnum()) {
            return "one of a fixed set of strings";
        }
        if (type == UUID.class) {
            return "a UUID";
        }
        if (type == Duration.class) {
            return "an ISO-8601 duration such as \"PT10M\"";
        }
        if (type == Instant.class) {
            return "an ISO-8601 instant such as \"2026-01-31T12:00:00Z\"";
        }
        return Temporal.class.isAssignableFrom(type)
                ? "an ISO-8601 date or time as text"
                : "in the format that /q/openapi describes";
    }

    private static boolean isWhole(Class<?> type) {
        return type == int.class || type == Integer.class || type == long.class || type == Long.class;
    }

    private static int bits(Class<?> type) {
        return type == int.class || type == Integer.class ? Integer.SIZE : Long.SIZE;
    }
}
