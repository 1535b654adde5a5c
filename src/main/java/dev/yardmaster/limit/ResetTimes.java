package dev.yardmaster.limit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds in what a provider says of a limit when that is lifted: {@code resets 3:45pm (Europe/Berlin)}, {@code try again in 5 days 22
 * hours}, {@code |1749924000}. Times of day are the CLI's own, which runs in UTC, unless a zone stands beside them.
 */
final class ResetTimes {
    private static final Duration FARTHEST = Duration.ofDays(366);
    private static final int LONGEST_TEXT = 10_000;

    /** From the exact to the vague. */
    private static final List<TimePattern> FORMS = Stream.of(InstantParser.FORMS, LocalTimeParser.FORMS)
            .flatMap(List::stream)
            .toList();

    /** What a reset is announced with; a time before that is another one's. */
    private static final Pattern ANNOUNCED =
            Pattern.compile("\\b(?:reset|try again|retry|wait|until|available)", Pattern.CASE_INSENSITIVE);

    /** JavaScript's locales put narrow ones before {@code PM}. */
    private static final Pattern BLANKS = Pattern.compile("[\\s\\u00a0\\u2000-\\u200b\\u202f\\u3000]+");

    private ResetTimes() {}

    /** The time that a text says, from {@code now} to 366 days later. It throws for no text. */
    static Optional<Instant> find(String text, Instant now) {
        String plain = BLANKS.matcher(text.substring(0, Math.min(text.length(), LONGEST_TEXT)))
                .replaceAll(" ");
        return announced(plain).flatMap(part -> first(part, now)).or(() -> first(plain, now));
    }

    private static Optional<String> announced(String text) {
        Matcher words = ANNOUNCED.matcher(text);
        return words.find() ? Optional.of(text.substring(words.start())) : Optional.empty();
    }

    /** What a form has read, no vaguer one reads again: the time of day of a date that is past says nothing. */
    private static Optional<Instant> first(String text, Instant now) {
        String left = text;
        for (TimePattern form : FORMS) {
            Optional<Instant> found =
                    form.in(left, now).filter(at -> isNear(at, now)).findFirst();
            if (found.isPresent()) {
                return found;
            }
            left = form.without(left);
        }
        return Optional.empty();
    }

    private static boolean isNear(Instant at, Instant now) {
        return !at.isBefore(now) && !at.isAfter(now.plus(FARTHEST));
    }
}
