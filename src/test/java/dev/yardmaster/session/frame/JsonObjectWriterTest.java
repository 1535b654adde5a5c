package dev.yardmaster.session.frame;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.json.JsonSlice;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectWriterTest {
    private final ByteSink out = new ByteSink(1);

    @Test
    void shouldWriteEachKindOfField() {
        // Given
        JsonObjectWriter writer = JsonObjectWriter.begin(out);

        // When
        writer.field("text", "a")
                .field("number", -5L)
                .field("flag", true)
                .field("tree", JsonSlice.raw("[1,{}]"))
                .end();

        // Then
        assertThat(written()).isEqualTo("{\"text\":\"a\",\"number\":-5,\"flag\":true,\"tree\":[1,{}]}");
    }

    @Test
    void shouldWriteAnEmptyObject() {
        // Given
        JsonObjectWriter writer = JsonObjectWriter.begin(out);

        // When
        writer.end();

        // Then
        assertThat(written()).isEqualTo("{}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "\"\\/", "a\nb\r\nc\0d\u0007", "日本語 🚂 é", "\u2028\u2029\u0085\u007f", "\n\n\nid: 5\n\n"})
    void shouldWriteAnyTextOnOneLine(String text) {
        // Given
        JsonObjectWriter writer = JsonObjectWriter.begin(out);

        // When
        writer.field("text", text).end();

        // Then
        assertThat(written()).doesNotContain("\n", "\r");
        assertThat(new JsonObject(written()).getString("text")).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\ud83d", "\ude82b", "\ude82\ud83d"})
    void shouldWriteHalfASurrogatePairAsAQuestionMark(String text) {
        // Given
        JsonObjectWriter writer = JsonObjectWriter.begin(out);

        // When
        writer.field("text", text).end();

        // Then
        assertThat(new JsonObject(written()).getString("text"))
                .isEqualTo(text.replace('\ud83d', '?').replace('\ude82', '?'));
    }

    private String written() {
        return new String(out.array(), 0, out.size(), StandardCharsets.UTF_8);
    }
}
