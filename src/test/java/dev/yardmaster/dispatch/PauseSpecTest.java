package dev.yardmaster.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PauseSpecTest {
    private static final Instant NOW = Instant.parse("2026-03-11T12:00:00Z");

    @Test
    void shouldHaveNoEndWithoutUntilAndFor() {
        // When
        Optional<Instant> end = PauseSpec.UNLIMITED.end(NOW);

        // Then
        assertThat(end).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-11T13:00:00Z,     , 2026-03-11T13:00:00Z",
        "                    , PT1H, 2026-03-11T13:00:00Z",
        "                    , PT0.001S, 2026-03-11T12:00:00.001Z",
        "                    , P3660D, 2036-03-18T12:00:00Z",
    })
    void shouldEndAtTheGivenTimeOrAfterTheGivenDuration(Instant until, Duration duration, Instant expected) {
        // When
        Optional<Instant> end = spec(until, duration).end(NOW);

        // Then
        assertThat(end).contains(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-11T13:00:00Z, PT1H",
        "2026-03-11T12:00:00Z,",
        "2020-01-01T00:00:00Z,",
        "2036-03-18T12:00:00.001Z,",
        "+1000000000-12-31T23:59:59.999999999Z,",
        "-1000000000-01-01T00:00:00Z,",
        ", PT0S",
        ", PT-1S",
        ", P3661D",
        ", PT2562047788015215H",
    })
    void shouldRejectTwoEndsAndEndsOutsideTheNextTenYears(Instant until, Duration duration) {
        // Given
        PauseSpec spec = spec(until, duration);

        // When
        var failure = assertThatThrownBy(() -> spec.end(NOW));

        // Then
        failure.isInstanceOfSatisfying(
                YardmasterException.class, it -> assertThat(it.code()).isEqualTo(ErrorCode.INVALID_REQUEST));
    }

    private static PauseSpec spec(@Nullable Instant until, @Nullable Duration duration) {
        return new PauseSpec(Optional.ofNullable(until), Optional.ofNullable(duration), Optional.empty());
    }
}
