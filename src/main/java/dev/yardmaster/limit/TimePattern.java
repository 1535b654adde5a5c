package dev.yardmaster.limit;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One way to write a time, upper and lower case alike.
 *
 * @param reader what a match means at some time; it may throw for numbers that no calendar has
 */
record TimePattern(Pattern pattern, BiFunction<Matcher, Instant, Optional<Instant>> reader) {
    static TimePattern of(String pattern, BiFunction<Matcher, Instant, Optional<Instant>> reader) {
        return new TimePattern(Pattern.compile(pattern, Pattern.CASE_INSENSITIVE), reader);
    }

    /** One of which every match is a time. */
    static TimePattern exactly(String pattern, BiFunction<Matcher, Instant, Instant> reader) {
        return of(pattern, (match, now) -> Optional.of(reader.apply(match, now)));
    }

    /** Every time of this form in a text, in its order. */
    Stream<Instant> in(String text, Instant now) {
        Matcher matcher = pattern.matcher(text);
        return Stream.generate(matcher::find).takeWhile(found -> found).flatMap(_ -> read(matcher, now).stream());
    }

    /** A text without what is of this form. */
    String without(String text) {
        return pattern.matcher(text).replaceAll(" # ");
    }

    private Optional<Instant> read(Matcher match, Instant now) {
        try {
            return reader.apply(match, now);
        } catch (DateTimeException | ArithmeticException _) {
            return Optional.empty();
        }
    }
}
