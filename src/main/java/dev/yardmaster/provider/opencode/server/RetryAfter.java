package dev.yardmaster.provider.opencode.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads from the headers of an API's response when the API accepts requests again. */
final class RetryAfter {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,12}(?:\\.\\d{1,9})?");

    private RetryAfter() {}

    /**
     * The time in {@code retry-after-ms} or {@code retry-after}, which has seconds or an HTTP date, else the end of a subscription's window.
     * Invalid values are ignored.
     */
    static Optional<Instant> of(JsonNode headers, Instant now) {
        Map<String, String> byName = new TreeMap<>();
        headers.properties()
                .forEach(header -> byName.put(
                        header.getKey().toLowerCase(Locale.ROOT),
                        header.getValue().asText().strip()));
        return value(byName, "retry-after-ms")
                .flatMap(value -> duration(value, 0))
                .or(() -> value(byName, "retry-after").flatMap(value -> duration(value, 3)))
                .map(now::plus)
                .or(() -> value(byName, "retry-after").flatMap(RetryAfter::date))
                .or(() -> value(byName, "anthropic-ratelimit-unified-reset")
                        .flatMap(value -> duration(value, 3))
                        .map(Instant.EPOCH::plus));
    }

    private static Optional<String> value(Map<String, String> headers, String name) {
        return Stream.ofNullable(headers.get(name)).findFirst();
    }

    /** @param scale how many decimal digits the unit has more than a millisecond */
    private static Optional<Duration> duration(String value, int scale) {
        return NUMBER.matcher(value).matches()
                ? Optional.of(Duration.ofMillis(
                        new BigDecimal(value).scaleByPowerOfTen(scale).longValue()))
                : Optional.empty();
    }

    private static Optional<Instant> date(String value) {
        try {
            return Optional.of(ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
