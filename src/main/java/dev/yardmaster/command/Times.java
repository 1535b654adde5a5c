package dev.yardmaster.command;

import dev.yardmaster.client.ClientException;
import dev.yardmaster.client.ClientException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as people type them. */
final class Times {
    private static final Pattern PART = Pattern.compile("(\\d+)(d|h|m|s)");
    private static final Pattern SHORT = Pattern.compile("(\\d+[dhms])+");

    private Times() {}

    /** A length of time such as {@code 1h30m}, or ISO 8601. */
    static Duration duration(String option, String text) {
        try {
            String lower = text.toLowerCase(Locale.ROOT);
            return SHORT.matcher(lower).matches() ? sum(lower) : Duration.parse(text);
        } catch (DateTimeParseException | ArithmeticException | NumberFormatException _) {
            throw new ClientException(
                    Kind.USAGE, option + " is '" + text + "'. Give a length of time such as 90s, 30m, 2h, 1d or PT2H.");
        }
    }

    /** A moment in ISO 8601, or a length of time from now after {@code +}. */
    static Instant time(String option, String text) {
        if (text.startsWith("+")) {
            return Instant.now().plus(duration(option, text.substring(1)));
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException _) {
            throw new ClientException(
                    Kind.USAGE, option + " is '" + text + "'. Give a time such as 2030-01-31T09:00:00Z, or +30m for a time from now.");
        }
    }

    private static Duration sum(String text) {
        Duration sum = Duration.ZERO;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            long amount = Long.parseLong(part.group(1));
            sum = sum.plus(
                    switch (part.group(2)) {
                        case "d" -> Duration.ofDays(amount);
                        case "h" -> Duration.ofHours(amount);
                        case "m" -> Duration.ofMinutes(amount);
                        default -> Duration.ofSeconds(amount);
                    });
        }
        return sum;
    }
}
