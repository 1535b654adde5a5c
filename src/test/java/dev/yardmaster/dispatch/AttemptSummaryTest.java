package dev.yardmaster.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.dispatch.AttemptSummary.Attempt;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AttemptSummaryTest {
    @Test
    void shouldListAllAttempts() {
        // Given
        List<Attempt> attempts = List.of(
                new Attempt("claude-code", "limited", "Usage limit reached."),
                new Attempt("codex", "failed", "exit 3"));

        // When
        String summary = AttemptSummary.of(attempts);

        // Then
        assertThat(summary)
                .isEqualTo("Given up after these attempts: limited on claude-code (Usage limit reached);"
                        + " failed on codex (exit 3).");
    }

    @Test
    void shouldListOnlyTheLastTenAttempts() {
        // Given
        List<Attempt> attempts = IntStream.range(0, 11)
                .mapToObj(i -> new Attempt("codex", "failed", "reason " + i))
                .toList();

        // When
        String summary = AttemptSummary.of(attempts);

        // Then
        assertThat(summary)
                .startsWith("Given up; the last attempts: failed on codex (reason 1);")
                .contains("reason 10")
                .doesNotContain("reason 0");
    }
}
