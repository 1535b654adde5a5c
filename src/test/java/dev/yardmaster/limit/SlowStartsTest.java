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
    void shouldHoldNobodyWhereNothingWasLimited() {
        // When
        Optional<Wait> wait = SlowStarts.NONE.holding("claude", OPUS, _ -> 9, SINCE);

        // Then
        assertThat(wait).isEmpty();
    }

    @Test
    void shouldHoldWhatFollowsTheFirst() {
        // Given
        var comebacks = new SlowStarts(List.of(comeback("claude", "*", Optional.empty(), Optional.empty())));

        // When
        Optional<Wait> first = comebacks.holding("claude", OPUS, _ -> 0, SINCE);
        Optional<Wait> second = comebacks.holding("claude", SONNET, _ -> 1, SINCE);

        // Then
        assertThat(first).isEmpty();
        assertThat(second)
                .hasValueSatisfying(
                        wait -> assertThat(wait.reason()).contains("'claude'", "one session tries it first"));
    }

    @Test
    void shouldSayWhenTheNextMayStart() {
        // Given
        SlowStart answered = comeback("claude", "*", Optional.of(SINCE), Optional.empty());
        var comebacks = new SlowStarts(List.of(answered));

        // When
        Optional<Wait> wait = comebacks.holding("claude", OPUS, _ -> 5, SINCE);

        // Then
        assertThat(wait).hasValueSatisfying(it -> {
            assertThat(it.until()).isEqualTo(answered.opensFor(5, SINCE)).isAfter(SINCE);
            assertThat(it.reason()).contains("one after the other");
        });
        assertThat(comebacks.holding("claude", OPUS, _ -> 5, wait.orElseThrow().until()))
                .isEmpty();
    }

    @Test
    void shouldHoldTheModelOnlyThatWasLimited() {
        // Given
        Instant until = SINCE.plusSeconds(90);
        var comebacks = new SlowStarts(List.of(
                comeback("codex", "*", Optional.empty(), Optional.of(SINCE.plusSeconds(9))),
                comeback("claude", "opus", Optional.empty(), Optional.of(until))));

        // When
        Optional<Wait> opus = comebacks.holding("claude", OPUS, _ -> 0, SINCE);
        Optional<Wait> sonnet = comebacks.holding("claude", SONNET, _ -> 0, SINCE);
        Optional<Wait> any = comebacks.holding("claude", Optional.empty(), _ -> 0, SINCE);

        // Then
        assertThat(opus).map(Wait::until).contains(until);
        assertThat(sonnet).isEmpty();
        assertThat(any).isPresent();
    }

    private static SlowStart comeback(
            String executable, String model, Optional<Instant> answeredAt, Optional<Instant> triedUntil) {
        int started = answeredAt.isPresent() || triedUntil.isPresent() ? 1 : 0;
        return new SlowStart(executable, model, SINCE, started, answeredAt, triedUntil);
    }
}
