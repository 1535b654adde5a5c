package dev.yardmaster.question;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NewQuestionTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "PT30M, 2026-01-31T12:30:00Z",
        "PT1S, 2026-01-31T12:00:01Z",
        "P2D, 2026-02-02T12:00:00Z",
        "2026-01-31T13:00:00Z, 2026-01-31T13:00:00Z"
    })
    void shouldReadADeadlineAsADurationOrATime(String deadline, Instant expected) {
        // When
        NewQuestion question = question("Well?", List.of(), Optional.of(deadline), Optional.of("Yes."));

        // Then
        assertThat(question.deadline()).contains(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "soon, a duration such as PT30M",
        "P, a duration such as PT30M",
        "PT0.9S, from 1 second to 365 days",
        "-PT1H, a duration such as PT30M",
        "P366D, from 1 second to 365 days",
        "2026-01-31T11:00:00Z, from 1 second to 365 days"
    })
    void shouldExplainAnUnusableDeadline(String deadline, String expected) {
        assertThatThrownBy(() -> question("Well?", List.of(), Optional.of(deadline), Optional.empty()))
                .hasMessageContaining("'deadline'")
                .hasMessageContaining(expected);
    }

    @Test
    void shouldRefuseADefaultWithoutADeadline() {
        assertThatThrownBy(() -> question("Well?", List.of(), Optional.empty(), Optional.of("Yes.")))
                .hasMessageContaining("needs a 'deadline'");
    }

    @Test
    void shouldRefuseTooManyOptionsAndTooLongTexts() {
        assertThatThrownBy(() -> question("Well?", Collections.nCopies(11, "a"), Optional.empty(), Optional.empty()))
                .hasMessageContaining("at most 10");
        assertThatThrownBy(() -> question("?".repeat(20_001), List.of(), Optional.empty(), Optional.empty()))
                .hasMessageContaining("1 to 20000 characters");
    }

    @Test
    void shouldRemoveWhatTheDatabaseCantStore() {
        assertThat(question("We\0ll?", List.of("a\0b"), Optional.empty(), Optional.empty()))
                .satisfies(it -> assertThat(it.text()).isEqualTo("Well?"))
                .satisfies(it -> assertThat(it.options()).containsExactly("ab"));
    }

    private static NewQuestion question(
            String text, List<String> options, Optional<String> deadline, Optional<String> defaultAnswer) {
        return NewQuestion.of(text, Optional.empty(), false, options, deadline, defaultAnswer, NOW);
    }
}
