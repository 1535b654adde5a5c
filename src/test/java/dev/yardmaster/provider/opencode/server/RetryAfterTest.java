package dev.yardmaster.provider.opencode.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.json.Json;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
            {"retry-after-ms":"997000"}                                => 2026-11-26T12:16:37Z
            {"Retry-After-Ms":"997000.5","retry-after":"1"}            => 2026-11-26T12:16:37Z
            {"retry-after":"90"}                                       => 2026-11-26T12:01:30Z
            {"retry-after":90}                                         => 2026-11-26T12:01:30Z
            {"Retry-After":"1.5"}                                      => 2026-11-26T12:00:01.500Z
            {"retry-after":"Thu, 26 Nov 2026 15:30:00 GMT"}            => 2026-11-26T15:30:00Z
            {"retry-after-ms":"soon","retry-after":"90"}               => 2026-11-26T12:01:30Z
            {"anthropic-ratelimit-unified-reset":"1795708800"}         => 2026-11-26T16:00:00Z
            """)
    void shouldReadTheTimeOfTheNextRequest(String headers, Instant expected) {
        // When
        var found = RetryAfter.of(Json.parse(headers), NOW);

        // Then
        assertThat(found).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{}",
                "[]",
                "{\"retry-after\":\"\"}",
                "{\"retry-after\":\"-5\"}",
                "{\"retry-after\":\"9999999999999\"}",
                "{\"retry-after\":\"Thu, 31 Feb 2026 15:30:00 GMT\"}",
                "{\"retry-after\":{\"a\":1}}"
            })
    void shouldIgnoreInvalidHeaders(String headers) {
        // When
        var found = RetryAfter.of(Json.parse(headers), NOW);

        // Then
        assertThat(found).isEmpty();
    }
}
