package dev.yardmaster.server.configuration;

import io.quarkus.runtime.configuration.DurationConverter;
import java.util.stream.Stream;

/**
 * The type of a property's value.
 *
 * @param words the alternatives: {@code duration}, {@code number}, {@code text}, or a literal value
 */
record ValueType(String words) {
    private static final String TEXT = "text";

    boolean isList() {
        return words.startsWith("texts");
    }

    /** Whether a value has this type. */
    boolean accepts(String value) {
        return words.startsWith(TEXT)
                || Stream.of(words.split(" or ")).anyMatch(alternative -> accepts(alternative, value.strip()));
    }

    /** What a value must be, for an error message. */
    String requirement() {
        return words.replace("duration", "a duration (such as 90s, 10m or PT10M)")
                .replace("number", "a whole number from 1");
    }

    private static boolean accepts(String alternative, String value) {
        return switch (alternative) {
            case "duration" -> isDuration(value);
            case "number" -> isPositive(value);
            default -> alternative.equalsIgnoreCase(value.replace('_', '-'));
        };
    }

    private static boolean isDuration(String value) {
        try {
            return !value.isEmpty() && !DurationConverter.parseDuration(value).isNegative();
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static boolean isPositive(String value) {
        try {
            return Integer.parseInt(value) > 0;
        } catch (NumberFormatException _) {
            return false;
        }
    }
}
