package dev.yardmaster.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StderrTailTest {
    private final StderrTail tail = new StderrTail(Redactor.of(Map.of("API_KEY", "k".repeat(500))));

    @Test
    void shouldBeEmptyAtFirst() {
        // When
        String text = tail.text();

        // Then
        assertThat(text).isEmpty();
    }

    @Test
    void shouldKeepTheLastWholeLines() {
        // Given
        IntStream.range(0, 1_000).forEach(i -> tail.add(Line.of("line " + i + " äöü")));

        // When
        String text = tail.text();

        // Then
        assertThat(text.getBytes(UTF_8).length).isBetween(4_000, 4_096);
        assertThat(text.lines().toList()).allMatch(line -> line.matches("line \\d+ äöü"));
        assertThat(text).endsWith("line 999 äöü");
    }

    @Test
    void shouldKeepTheBeginningOfAVeryLongLine() {
        // Given
        tail.add(Line.of("Error: " + "世".repeat(100_000)));

        // When
        String text = tail.text();

        // Then
        assertThat(text).startsWith("Error: 世").endsWith("世…");
        assertThat(text.getBytes(UTF_8).length).isLessThanOrEqualTo(4_096);
    }

    @Test
    void shouldNotCutASecretInTwo() {
        // Given
        tail.add(Line.of("x".repeat(800) + "k".repeat(500) + "y".repeat(2_000)));
        IntStream.range(0, 10).forEach(_ -> tail.add(Line.of("k".repeat(500))));

        // When
        String text = tail.text();

        // Then
        assertThat(text).doesNotContain("kk").contains("***");
    }
}
