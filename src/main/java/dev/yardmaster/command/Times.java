package dev.yardmaster.command;

import dev.yardmaster.client.ClientException;
import dev.yardmaster.client.ClientException.Kind;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as people type them. */
public final class Times {
    private static final Pattern PART = Pattern.compile("(\\d+)(d|h|m|s)");
    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern SHORT = Pattern.compile("(\\d+[dhms])+");

    private Times() {}

    /** A length of time such as {@code 1h30m}, or ISO 8601. */
    public static Duration duration(String option, String text) {
        try {
            String lower = text.toLowerCase(Locale.ROOT);
            return SHORT.matcher(lower).matches() ? sum(lower) : Duration.parse(text);
        } catch (DateTimeParseException | ArithmeticException | NumberFormatException _) {
            throw new ClientException(
                    Kind.USAGE, option + " is '" + text + "'. Give a length of time such as 90s, 30m, 2h, 1d or PT2H.");
        }
    }

    /**
     * A moment in ISO 8601: a time, or a day for its start in the time zone of this process; or a length of time after ({@code +}) or before
     * ({@code -}) now.
     */
    static Instant time(String option, String text) {
        try {
            return switch (text.isEmpty() ? ' ' : text.charAt(0)) {
                case '+' -> Instant.now().plus(duration(option, text.substring(1)));
                case '-' -> Instant.now().minus(duration(option, text.substring(1)));
                default ->
                    DAY.matcher(text).matches()
                            ? LocalDate.parse(text)
                                    .atStartOfDay(ZoneId.systemDefault())
                                    .toInstant()
                            : OffsetDateTime.parse(text).toInstant();
            };
        } catch (DateTimeException _) {
            throw new ClientException(
                    Kind.USAGE,
                    option + " is '" + text
                            + "'. Give a time such as 2030-01-31T09:00:00Z or 2030-01-31T09:00:00+01:00, a day such as 2030-01-31, or a"
                            + " length of time from now such as +30m or -1d.");
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
