package dev.yardmaster.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainTextTest {
    @Test
    void shouldKeepLineBreaksAndTabsOnlyInLines() {
        // Given
        String text = "a\r\n\tb\u0007\u009b31m\u001b]0;title\u0007";

        // Then
        assertThat(PlainText.lines(text)).isEqualTo("a\n\tb31m]0;title");
        assertThat(PlainText.line(text)).isEqualTo("a  b31m]0;title");
    }

    @Test
    void shouldEscapeControlCharactersInJson() {
        assertThat(PlainText.json("{\n  \"title\": \"登录\u009b31m\u202e\"\n}"))
                .isEqualTo("{\n  \"title\": \"登录\\u009b31m\\u202e\"\n}");
    }

    @ParameterizedTest
    @CsvSource({"abc, 3", "登录, 4", "Löschen, 7", "'', 0"})
    void shouldCountTheColumns(String text, int columns) {
        assertThat(PlainText.width(text)).isEqualTo(columns);
    }

    @ParameterizedTest
    @CsvSource({"abcdef, 6, abcdef", "abcdef, 5, abcd…", "登录登录, 6, 登录…", "登录登录, 4, 登…", "abc, 1, …"})
    void shouldCutBetweenCharacters(String text, int columns, String expected) {
        assertThat(PlainText.cut(text, columns)).isEqualTo(expected);
    }
}
