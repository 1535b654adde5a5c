package dev.yardmaster.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptHeaderTest {
    @ParameterizedTest
    @CsvSource(delimiter = '>', quoteCharacter = '`', textBlock = """
            application/json                                > application/json
            */*                                             > */*
            text/event-stream, application/json;q=0.5       > text/event-stream, application/json;q=0.5
            a, application/json, /, garbage, text/          > application/json
            text/html, image/gif, *; q=.2, */*; q=.2        > text/html, image/gif, */*; q=.2, */*; q=.2
            application/json; charset="utf-8"; Q=1.000      > application/json; charset="utf-8"; Q=1.000
            application/json;q=high, text/csv               > text/csv
            application/json;q=7, text/csv;q=0              > text/csv;q=0
            application/problem+json                        > application/problem+json, application/json;q=0.1
            application/json, application/problem+json      > application/json, application/problem+json
            """)
    void shouldKeepTheValidMediaRanges(String header, String expected) {
        // When
        Optional<String> valid = AcceptHeader.valid(List.of(header));

        // Then
        assertThat(valid).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "/",
                "garbage",
                "a/b/c",
                "application/json;q=",
                "application/json;;",
                "äpplication/json",
                "*a"
            })
    void shouldFindNoMediaRangeInGarbage(String header) {
        // When
        Optional<String> valid = AcceptHeader.valid(List.of(header));

        // Then
        assertThat(valid).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ",", " , ,"})
    void shouldTreatAHeaderWithoutAnElementAsNoHeader(String header) {
        // When
        boolean blank = AcceptHeader.isBlank(List.of(header));

        // Then
        assertThat(blank).isTrue();
    }

    @Test
    void shouldJoinSeveralHeaders() {
        // When
        Optional<String> valid = AcceptHeader.valid(List.of("text/csv", "", "application/json"));

        // Then
        assertThat(valid).contains("text/csv, application/json");
    }
}
