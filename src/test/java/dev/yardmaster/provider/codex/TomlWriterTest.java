package dev.yardmaster.provider.codex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import dev.yardmaster.testkit.mcp.FaultyMcpServers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TomlWriterTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TomlMapper TOML = new TomlMapper();

    @Test
    void shouldWriteValuesOnOneLine() {
        // When
        String written = TomlWriter.string("a\"b\\c\nd\te\u007ff\u0001g\ud83d\ude00h\ud800i/j");

        // Then
        assertThat(written).isEqualTo("\"a\\\"b\\\\c\\nd\\te\\u007ff\\u0001g\ud83d\ude00h\ufffdi/j\"");
    }

    @Test
    void shouldQuoteEveryKey() {
        // When
        String written = TomlWriter.value(JSON.valueToTree(Map.of("a.b", List.of("x", "", true))));

        // Then
        assertThat(written).isEqualTo("{ \"a.b\" = [\"x\", \"\", true] }");
    }

    @Test
    void shouldRejectNul() {
        // When / Then
        assertThatThrownBy(() -> TomlWriter.string("a\0b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NUL");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldRoundTrip(long seed) throws Exception {
        // Given
        FaultyMcpServers odd = new FaultyMcpServers(seed);
        List<String> texts = new ArrayList<>();
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < 2_000; i++) {
            texts.add(odd.text());
            values.put(i + odd.text(), odd.text());
        }

        // When
        String toml = "texts = " + TomlWriter.value(JSON.valueToTree(texts)) + "\nmap = "
                + TomlWriter.value(JSON.valueToTree(values));

        // Then
        Written read = TOML.readValue(toml, Written.class);
        assertThat(toml.lines()).hasSize(2);
        assertThat(read.texts())
                .isEqualTo(texts.stream().map(FaultyMcpServers::wellFormed).toList());
        assertThat(read.map().keySet())
                .containsExactlyElementsOf(values.keySet().stream()
                        .map(FaultyMcpServers::wellFormed)
                        .toList());
    }

    record Written(List<String> texts, Map<String, String> map) {}
}
