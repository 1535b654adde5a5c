package dev.yardmaster.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionTokenMaskTest {
    private static final String TOKEN = "yms_0123456789012345678901234567890123456789-_A";

    private final SessionTokenMask mask = new SessionTokenMask("***");

    @ParameterizedTest
    @CsvSource({
        "TOKEN, ***",
        "a TOKEN, a ***",
        "TOKEN and TOKEN., *** and ***.",
        "{\"x\":\"Bearer TOKEN\\n\"}, {\"x\":\"Bearer ***\\n\"}",
        "yms_ and TOKEN, yms_ and ***",
        "yms_yms_, yms_yms_",
        "yms_tooShort, yms_tooShort",
        "nothing, nothing",
    })
    void shouldReplaceTokensOnly(String text, String expected) {
        // When
        Line masked = mask.apply(Line.of(text.replace("TOKEN", TOKEN)));

        // Then
        assertThat(masked.text()).isEqualTo(expected);
    }

    @Test
    void shouldCopyNoLineWithoutAToken() {
        // Given
        Line line = Line.of("all is well with yms_");

        // When / Then
        assertThat(mask.apply(line)).isSameAs(line);
    }

    @Test
    void shouldReplaceTheBeginningOfATokenWhereALineWasCut() {
        // Given
        byte[] bytes = ("a " + TOKEN.substring(0, 20)).getBytes(StandardCharsets.UTF_8);

        // When
        Line masked = mask.apply(new Line(bytes, 0, bytes.length, 30));

        // Then
        assertThat(masked.text()).isEqualTo("a ***");
        assertThat(masked.dropped()).isEqualTo(30);
    }
}
