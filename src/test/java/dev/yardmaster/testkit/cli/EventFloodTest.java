package dev.yardmaster.testkit.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFloodTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;

    @Test
    void shouldWriteAWholeSession() throws Exception {
        // Given
        EventFlood flood = EventFlood.of(10).perMessage(4);

        // When
        List<JsonNode> lines = parsed(flood);

        // Then
        assertThat(texts(lines, "/event/delta/text"))
                .isEqualTo(IntStream.rangeClosed(1, 10).mapToObj(flood::text).toList());
        assertThat(texts(lines, "/message/content/0/text"))
                .containsExactly(flood.text(1, 4), flood.text(5, 8), flood.text(9, 10));
        assertThat(texts(lines, "/subtype")).containsExactly("init", "success");
        assertThat(lines.getLast().path("result").asText()).isEqualTo(flood.text(9, 10));
    }

    @Test
    void shouldWriteTextsOfTheGivenLength() {
        // Given
        EventFlood flood = EventFlood.of(10).textBytes(200);

        // When
        List<Integer> lengths = IntStream.rangeClosed(1, 10)
                .mapToObj(number -> flood.text(number).getBytes(UTF_8).length)
                .toList();

        // Then
        assertThat(lengths).containsOnly(200);
    }

    @Test
    void shouldWriteTheSameBytesEachTime() throws Exception {
        // Given
        EventFlood flood = EventFlood.of(50).invalidUtf8();

        byte[] first = Files.readAllBytes(written(flood));

        // When
        Path second = written(flood);

        // Then
        assertThat(second).hasBinaryContent(first);
    }

    @Test
    void shouldWriteAGiantLine() throws Exception {
        // Given
        EventFlood flood = EventFlood.of(10).giantLine(3_000_000);

        // When
        List<String> lines = Files.readAllLines(written(flood));

        // Then
        assertThat(lines)
                .filteredOn(line -> line.length() > 3_000_000)
                .singleElement()
                .satisfies(line ->
                        assertThat(JSON.readTree(line).path("type").asText()).isEqualTo("user"));
    }

    @Test
    void shouldWriteInvalidUtf8() {
        // Given
        EventFlood flood = EventFlood.of(10).invalidUtf8();

        // When
        Path file = written(flood);

        // Then
        assertThatThrownBy(() -> Files.readString(file)).isInstanceOf(MalformedInputException.class);
        assertThat(file).content(ISO_8859_1).contains("\"result\":");
    }

    @Test
    void shouldLeaveOutTheFinalNewline() throws Exception {
        // Given
        EventFlood flood = EventFlood.of(10).withoutFinalNewline();

        // When
        String session = Files.readString(written(flood));

        // Then
        assertThat(session).endsWith("}");
        assertThat(Files.readString(written(EventFlood.of(10)))).isEqualTo(session + "\n");
    }

    @Test
    void shouldEndInTheMiddleOfALine() throws Exception {
        // Given
        EventFlood flood = EventFlood.of(10).perMessage(4).crashAfter(8);

        // When
        List<String> lines = Files.readAllLines(written(flood));

        // Then
        assertThat(lines).filteredOn(line -> line.contains("text_delta")).hasSize(9);
        assertThat(lines)
                .filteredOn(line -> line.contains("\"type\":\"assistant\","))
                .hasSize(1);
        assertThat(lines.getLast()).doesNotEndWith("}");
    }

    private Path written(EventFlood flood) {
        Path file = directory.resolve("session.jsonl");
        flood.writeTo(file);
        return file;
    }

    private List<JsonNode> parsed(EventFlood flood) throws Exception {
        try (var lines = JSON.readerFor(JsonNode.class)
                .<JsonNode>readValues(written(flood).toFile())) {
            return lines.readAll();
        }
    }

    private static List<String> texts(List<JsonNode> lines, String pointer) {
        return lines.stream()
                .map(line -> line.at(pointer))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .toList();
    }
}
