package dev.yardmaster.limit;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One way to write a time. The case of letters does not matter.
 *
 * @param reader converts a match, given the time in which the limit can end; may throw for numbers that are not a valid time
 */
record TimePattern(Pattern pattern, BiFunction<Matcher, Horizon, Optional<Instant>> reader) {
    static TimePattern of(String pattern, BiFunction<Matcher, Horizon, Optional<Instant>> reader) {
        return new TimePattern(Pattern.compile(pattern, Pattern.CASE_INSENSITIVE), reader);
    }

    /** A pattern of which every match with valid numbers is a time. */
    static TimePattern exactly(String pattern, BiFunction<Matcher, Instant, Instant> reader) {
        return of(pattern, (match, horizon) -> Optional.of(reader.apply(match, horizon.now())));
    }

    /** All times of this pattern in a text, in the order of the text. */
    Stream<Instant> findAll(String text, Horizon horizon) {
        Matcher matcher = pattern.matcher(text);
        return Stream.generate(matcher::find).takeWhile(found -> found).flatMap(_ -> read(matcher, horizon).stream());
    }

    /** The text without the matches of this pattern. */
    String removeFrom(String text) {
        return pattern.matcher(text).replaceAll(" # ");
    }

    private Optional<Instant> read(Matcher match, Horizon horizon) {
        try {
            return reader.apply(match, horizon);
        } catch (DateTimeException | ArithmeticException _) {
            return Optional.empty();
        }
    }
}
