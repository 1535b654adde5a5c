package dev.yardmaster.limit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the reset time in a provider's message about a limit: {@code resets 3:45pm (Europe/Berlin)}, {@code try again in 5 days 22
 * hours}, {@code |1749924000}. A time of day without a zone is in UTC, because the CLIs run in UTC.
 */
final class ResetTimes {
    private static final int MAX_TEXT = 10_000;

    /** From the most to the least exact pattern. */
    private static final List<TimePattern> PATTERNS = Stream.of(InstantParser.PATTERNS, LocalTimeParser.PATTERNS)
            .flatMap(List::stream)
            .toList();

    /** The words before a reset time. A time before these words is not the reset. */
    private static final Pattern ANNOUNCEMENT =
            Pattern.compile("\\b(?:reset|regain|try again|retry|wait|until|available)", Pattern.CASE_INSENSITIVE);

    /** All kinds of spaces: some JavaScript locales write a narrow one before {@code PM}. */
    private static final Pattern SPACES = Pattern.compile("[\\s\\u00a0\\u2000-\\u200b\\u202f\\u3000]+");

    private ResetTimes() {}

    /**
     * The reset time in a text: not before {@code now}, not more than 366 days later, and not later than the window allows. No text makes
     * this method throw.
     *
     * @param window the longest duration of the limit; empty if its kind is unknown
     */
    static Optional<Instant> find(String text, Instant now, Optional<Duration> window) {
        Horizon horizon = new Horizon(now, window);
        String normalized = SPACES.matcher(text.substring(0, Math.min(text.length(), MAX_TEXT)))
                .replaceAll(" ");
        return announced(normalized)
                .flatMap(part -> first(part, horizon))
                .or(() -> first(normalized, horizon))
                .map(horizon::bounded);
    }

    private static Optional<String> announced(String text) {
        Matcher announcement = ANNOUNCEMENT.matcher(text);
        return announcement.find() ? Optional.of(text.substring(announcement.start())) : Optional.empty();
    }

    /**
     * Each pattern removes its matches from the text. Otherwise a less exact pattern would match a part of them again, such as the time of
     * day of a date in the past.
     */
    private static Optional<Instant> first(String text, Horizon horizon) {
        String rest = text;
        for (TimePattern pattern : PATTERNS) {
            Optional<Instant> found =
                    pattern.findAll(rest, horizon).filter(horizon::isNear).findFirst();
            if (found.isPresent()) {
                return found;
            }
            rest = pattern.removeFrom(rest);
        }
        return Optional.empty();
    }
}
