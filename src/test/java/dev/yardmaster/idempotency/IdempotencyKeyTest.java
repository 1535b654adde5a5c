package dev.yardmaster.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yardmaster.problem.YardmasterException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            8e03978e-40d5-43dd-bc93-6894a57f9324   | 8e03978e-40d5-43dd-bc93-6894a57f9324
            "8e03978e-40d5-43dd-bc93-6894a57f9324" | 8e03978e-40d5-43dd-bc93-6894a57f9324
            "a \\"b\\" \\\\"                       | a "b" \\
            deploy 7, step 2                       | deploy 7, step 2
            """)
    void shouldReadAKeyWithOrWithoutQuotes(String header, String expected) {
        // When
        IdempotencyKey key = IdempotencyKey.parse(List.of(header));

        // Then
        assertThat(key.value()).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void shouldRefuseInvalidKeys(List<String> headers, String detail) {
        // Then
        assertThatThrownBy(() -> IdempotencyKey.parse(headers))
                .isInstanceOfSatisfying(YardmasterException.class, failure -> {
                    assertThat(failure.code().code()).isEqualTo("invalid_idempotency_key");
                    assertThat(failure.detail()).contains(detail);
                });
    }

    static Stream<Object[]> invalid() {
        String length = "must be 1 to 255 printable ASCII characters";
        return Stream.of(
                new Object[] {List.of(""), length},
                new Object[] {List.of("  "), length},
                new Object[] {List.of("\"\""), length},
                new Object[] {List.of("k".repeat(256)), length},
                new Object[] {List.of("\"" + "k".repeat(256) + "\""), length},
                new Object[] {List.of("a\tb"), length},
                new Object[] {List.of("a\u0001b"), length},
                new Object[] {List.of("schlüssel"), length},
                new Object[] {List.of("\"open"), "Close the quote"},
                new Object[] {List.of("\"a\";b=1"), "Close the quote"},
                new Object[] {List.of("a", "a"), "Send it once"});
    }

    @Test
    void shouldAcceptALongKey() {
        // Given
        String longest = "k".repeat(255);

        // When
        IdempotencyKey key = IdempotencyKey.parse(List.of("\"" + longest + "\""));

        // Then
        assertThat(key.value()).isEqualTo(longest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT59S", "PT0S", "-PT24H", "P31D"})
    void shouldRefuseATimeThatIsTooShortOrTooLong(Duration keep) {
        // Then
        assertThatThrownBy(() -> IdempotencyRepository.checked(keep))
                .hasMessageContaining("yardmaster.idempotency.keep is " + keep)
                .hasMessageContaining("PT1M to PT720H");
    }
}
