package dev.yardmaster.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlowStartTest {
    private static final Instant SINCE = Instant.parse("2026-03-11T12:00:00Z");
    private static final Instant ANSWERED = SINCE.plusSeconds(3);
    private static final Duration TIMEOUT = SlowStarts.PROBE_TIMEOUT;

    @Test
    void shouldStartWithOneProbe() {
        // Given
        SlowStart untried = slowStart(0, Optional.empty(), Optional.empty());

        // When
        List<Instant> opens = List.of(untried.opensFor(0, SINCE), untried.opensFor(1, SINCE));

        // Then
        assertThat(opens).containsExactly(SINCE, SINCE.plus(TIMEOUT));
    }

    @Test
    void shouldWaitForTheProbe() {
        // Given
        Instant until = SINCE.plusSeconds(100);
        SlowStart probing = slowStart(1, Optional.empty(), Optional.of(until));

        // When
        Instant opens = probing.opensFor(0, SINCE.plusSeconds(20));

        // Then
        assertThat(opens).isEqualTo(until);
    }

    @Test
    void shouldProbeAgainWhenTheProbeEndedWithoutAnAnswer() {
        // Given
        SlowStart failed = slowStart(1, Optional.empty(), Optional.empty());

        // When
        Instant opens = failed.opensFor(0, SINCE.plusSeconds(20));

        // Then
        assertThat(opens).isEqualTo(SINCE);
    }

    @Test
    void shouldStartFiftySessionsOverSeveralSeconds() {
        // Given
        SlowStart answered = slowStart(1, Optional.of(ANSWERED), Optional.empty());

        // When
        List<Duration> starts = IntStream.range(0, 50)
                .mapToObj(planned -> Duration.between(ANSWERED, answered.opensFor(planned, ANSWERED)))
                .sorted()
                .toList();

        // Then
        assertThat(starts.getFirst()).isZero();
        assertThat(starts.getLast()).isBetween(Duration.ofSeconds(7), Duration.ofSeconds(15));
        assertThat(starts)
                .filteredOn(start -> start.compareTo(Duration.ofSeconds(1)) < 0)
                .hasSizeLessThan(3);
        for (int second = 0; second < 15; second++) {
            Duration from = Duration.ofSeconds(second);
            assertThat(starts)
                    .filteredOn(start -> start.compareTo(from) >= 0 && start.compareTo(from.plusSeconds(1)) < 0)
                    .hasSizeLessThan(20);
        }
    }

    @Test
    void shouldStartMoreSessionsWithEachStep() {
        // Given
        SlowStart answered = slowStart(1, Optional.of(ANSWERED), Optional.empty());

        // When
        List<Long> started = IntStream.of(3, 6, 9)
                .mapToObj(second -> IntStream.range(0, 1000)
                        .filter(planned -> !answered.opensFor(planned, ANSWERED).isAfter(ANSWERED.plusSeconds(second)))
                        .count())
                .toList();

        // Then
        assertThat(started.get(1)).isGreaterThan(2 * started.get(0));
        assertThat(started.get(2)).isGreaterThan(2 * started.get(1));
    }

    @Test
    void shouldReturnTheSameTimeForTheSameSession() {
        // Given
        SlowStart one = slowStart(7, Optional.of(ANSWERED), Optional.empty());
        SlowStart same = slowStart(4, Optional.of(ANSWERED), Optional.empty());

        // When
        Instant opens = one.opensFor(0, ANSWERED);

        // Then
        assertThat(opens).isEqualTo(same.opensFor(3, ANSWERED.plusSeconds(1)));
    }

    @Test
    void shouldBoundTheDelayForAnyNumberOfSessions() {
        // Given
        SlowStart answered = slowStart(1_000_000, Optional.of(ANSWERED), Optional.empty());

        // When
        Instant opens = answered.opensFor(1_000_000, ANSWERED);

        // Then
        assertThat(opens).isBeforeOrEqualTo(ANSWERED.plusSeconds(15));
    }

    @Test
    void shouldEndAfterTenMinutes() {
        // Given
        SlowStart silent = slowStart(
                5, Optional.empty(), Optional.of(SINCE.plus(SlowStarts.MEMORY).plusSeconds(60)));

        // When
        Instant opens = silent.opensFor(0, SINCE.plusSeconds(540));

        // Then
        assertThat(opens).isEqualTo(SINCE.plus(SlowStarts.MEMORY));
    }

    @ParameterizedTest
    @CsvSource({
        "*   , claude, claude-opus-4-5  , true",
        "opus, claude, claude-opus-4-5  , true",
        "opus, claude, claude-sonnet-4-5, false",
        "opus, claude,                  , true",
        "opus, codex , claude-opus-4-5  , false",
    })
    void shouldCountTheSessionsOfItsModels(String scope, String executable, String model, boolean counts) {
        // Given
        var slowStart = new SlowStart("claude", scope, SINCE, 0, Optional.empty(), Optional.empty());

        // When
        boolean counted = slowStart.counts(executable, Optional.ofNullable(model));

        // Then
        assertThat(counted).isEqualTo(counts);
    }

    private static SlowStart slowStart(int started, Optional<Instant> answeredAt, Optional<Instant> probeUntil) {
        return new SlowStart("claude", "*", SINCE, started, answeredAt, probeUntil);
    }
}
