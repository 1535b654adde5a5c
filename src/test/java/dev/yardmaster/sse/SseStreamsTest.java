package dev.yardmaster.sse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SseStreamsTest {
    @ParameterizedTest
    @CsvSource({
        "text/event-stream                                              , true",
        "Text/Event-Stream; q=0.9                                       , true",
        "'text/event-stream, application/problem+json'                  , true",
        "'text/event-stream, application/json'                          , true",
        "'application/json, text/event-stream, application/problem+json', false",
        "application/json                                               , false",
        "*/*                                                            , false",
    })
    void shouldStreamOnlyToClientsThatPreferIt(String accepted, boolean stream) {
        // When
        boolean prefersStream = SseStreams.isPreferred(accepted);

        // Then
        assertThat(prefersStream).isEqualTo(stream);
    }
}
