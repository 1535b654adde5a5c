package dev.yardmaster.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DatabaseStateTest {
    private static final long ASKED = -1_000;

    @Test
    void shouldReportNothingBeforeTheFirstQuestion() {
        // When
        Optional<String> problem = DatabaseState.GOOD.problem(ASKED);

        // Then
        assertThat(problem).isEmpty();
    }

    @Test
    void shouldReportALongSilence() {
        // Given
        DatabaseState state = DatabaseState.GOOD.asked(ASKED);
        long patience = DatabaseState.PATIENCE.toNanos();

        // When
        Optional<String> problem = state.problem(ASKED + Duration.ofSeconds(7).toNanos());

        // Then
        assertThat(problem).contains("The database has not answered for 7 seconds.");
        assertThat(state.problem(ASKED + patience)).isEmpty();
        assertThat(state.isWaiting()).isTrue();
    }

    @Test
    void shouldReportWhyTheLastQuestionFailed() {
        // Given
        DatabaseState state = DatabaseState.failed("Connection refused");

        // When
        Optional<String> problem = state.problem(ASKED);

        // Then
        assertThat(problem).contains("The database can't be used: Connection refused");
        assertThat(state.isWaiting()).isFalse();
    }

    @Test
    void shouldReportAFailureUntilAQuestionIsAnswered() {
        // Given
        DatabaseState failed = DatabaseState.failed("Connection refused");

        // When
        DatabaseState askedAgain = failed.asked(ASKED);

        // Then
        assertThat(askedAgain.problem(ASKED)).isPresent();
        assertThat(DatabaseState.GOOD.problem(Long.MAX_VALUE)).isEmpty();
    }
}
