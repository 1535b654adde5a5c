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
                new Attempt("codex", "failed", "The program codex does not exist. Install it."),
                new Attempt("codex", "failed", "exit 3"),
                new Attempt("codex", "failed", "exit 3"));

        // When
        String summary = AttemptSummary.of(attempts);

        // Then
        assertThat(summary)
                .isEqualTo("Given up after these attempts: On claude-code, limited: Usage limit reached."
                        + " On codex, failed: The program codex does not exist. Install it."
                        + " On codex, failed 2 times: exit 3.");
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
                .startsWith("Given up. The last attempts: On codex, failed: reason 1. On codex, failed: reason 2.")
                .contains("reason 10")
                .doesNotContain("reason 0.");
    }
}
