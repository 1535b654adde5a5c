package dev.yardmaster.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.limit.SlowStarts.Wait;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SlowStartsTest {
    private static final Instant SINCE = Instant.parse("2026-03-11T12:00:00Z");
    private static final Optional<String> OPUS = Optional.of("claude-opus-4-5");
    private static final Optional<String> SONNET = Optional.of("claude-sonnet-4-5");

    @Test
    void shouldDelayNothingWithoutASlowStart() {
        // When
        Optional<Wait> wait = SlowStarts.NONE.holding("claude", OPUS, _ -> 9, SINCE);

        // Then
        assertThat(wait).isEmpty();
    }

    @Test
    void shouldDelayTheSessionsAfterTheProbe() {
        // Given
        var slowStarts = new SlowStarts(List.of(slowStart("claude", "*", Optional.empty(), Optional.empty())));

        // When
        Optional<Wait> first = slowStarts.holding("claude", OPUS, _ -> 0, SINCE);
        Optional<Wait> second = slowStarts.holding("claude", SONNET, _ -> 1, SINCE);

        // Then
        assertThat(first).isEmpty();
        assertThat(second)
                .hasValueSatisfying(
                        wait -> assertThat(wait.reason()).contains("'claude'", "A single probe session runs first"));
    }

    @Test
    void shouldReturnWhenTheNextSessionCanStart() {
        // Given
        SlowStart answered = slowStart("claude", "*", Optional.of(SINCE), Optional.empty());
        var slowStarts = new SlowStarts(List.of(answered));

        // When
        Optional<Wait> wait = slowStarts.holding("claude", OPUS, _ -> 5, SINCE);

        // Then
        assertThat(wait).hasValueSatisfying(it -> {
            assertThat(it.until()).isEqualTo(answered.opensFor(5, SINCE)).isAfter(SINCE);
            assertThat(it.reason()).contains("Its sessions start gradually");
        });
        assertThat(slowStarts.holding("claude", OPUS, _ -> 5, wait.orElseThrow().until()))
                .isEmpty();
    }

    @Test
    void shouldDelayOnlyTheLimitedModel() {
        // Given
        Instant until = SINCE.plusSeconds(90);
        var slowStarts = new SlowStarts(List.of(
                slowStart("codex", "*", Optional.empty(), Optional.of(SINCE.plusSeconds(9))),
                slowStart("claude", "opus", Optional.empty(), Optional.of(until))));

        // When
        Optional<Wait> opus = slowStarts.holding("claude", OPUS, _ -> 0, SINCE);
        Optional<Wait> sonnet = slowStarts.holding("claude", SONNET, _ -> 0, SINCE);
        Optional<Wait> any = slowStarts.holding("claude", Optional.empty(), _ -> 0, SINCE);

        // Then
        assertThat(opus).map(Wait::until).contains(until);
        assertThat(sonnet).isEmpty();
        assertThat(any).isPresent();
    }

    private static SlowStart slowStart(
            String executable, String model, Optional<Instant> answeredAt, Optional<Instant> probeUntil) {
        int started = answeredAt.isPresent() || probeUntil.isPresent() ? 1 : 0;
        return new SlowStart(executable, model, SINCE, started, answeredAt, probeUntil);
    }
}
