package dev.yardmaster.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTest {
    private static final Instant NOW = Instant.parse("2026-03-11T12:00:00Z");

    @ParameterizedTest
    @CsvSource(textBlock = """
            *,                   claude-opus-4-5,       true
            opus,                claude-opus-4-5,       true
            opus,                Claude-OPUS-4-5,       true
            opus,                opus,                  true
            opus,                claude-sonnet-4-5,     false
            sonnet,              claude-sonnet-4-5,     true
            gpt-5.3-codex-spark, gpt-5.3-codex-spark,   true
            gpt-5.3-codex-spark, gpt-5.3-codex,         false
            opus,                '',                    true
            """)
    void shouldBlockTheModelsOfItsScope(String scope, String model, boolean blocked) {
        // Given
        Limits limits = new Limits(List.of(limit("claude", scope, 60)));

        // When
        var found = limits.blocking("claude", Optional.of(model).filter(name -> !name.isEmpty()), NOW);

        // Then
        assertThat(found.isPresent()).isEqualTo(blocked);
    }

    @Test
    void shouldReturnTheLimitThatEndsLast() {
        // Given
        Limits limits =
                new Limits(List.of(limit("claude", "*", 60), limit("claude", "*", 600), limit("claude", "opus", 3600)));

        // When
        var opus = limits.blocking("claude", Optional.of("opus"), NOW);
        var sonnet = limits.blocking("claude", Optional.of("sonnet"), NOW);

        // Then
        assertThat(opus.orElseThrow().blockedUntil()).isEqualTo(NOW.plusSeconds(3600));
        assertThat(sonnet.orElseThrow().blockedUntil()).isEqualTo(NOW.plusSeconds(600));
    }

    @Test
    void shouldNotBlockOtherExecutables() {
        // Given
        Limits limits = new Limits(List.of(limit("claude", "*", 60)));

        // When
        var found = limits.blocking("claude-2", Optional.of("opus"), NOW);

        // Then
        assertThat(found).isEmpty();
    }

    @Test
    void shouldEndAtTheReset() {
        // Given
        Limits limits = new Limits(List.of(limit("claude", "*", 60)));

        // When
        var before =
                limits.blocking("claude", Optional.empty(), NOW.plusSeconds(60).minusNanos(1));
        var at = limits.blocking("claude", Optional.empty(), NOW.plusSeconds(60));

        // Then
        assertThat(before).isPresent();
        assertThat(at).isEmpty();
        assertThat(limits.soonestReset(NOW.plusSeconds(60))).isEmpty();
    }

    @Test
    void shouldReturnWhenTheFirstExecutableIsFree() {
        // Given
        Limits limits =
                new Limits(List.of(limit("claude", "*", 60), limit("claude", "*", 600), limit("codex", "*", 300)));

        // When
        var reset = limits.soonestReset(NOW);

        // Then
        assertThat(reset).contains(NOW.plusSeconds(300));
    }

    @ParameterizedTest
    @CsvSource({
        // The limit of all models ends first: then all models but opus can run.
        "600, 60, 60",
        // The limit of opus ends first, but opus stays blocked by the other limit.
        "60, 600, 600",
    })
    void shouldCombineTheLimitOfAModelWithThatOfAllModels(long opus, long all, long expected) {
        // Given
        Limits limits = new Limits(List.of(limit("claude", "opus", opus), limit("claude", "*", all)));

        // When
        var reset = limits.soonestReset(NOW);

        // Then
        assertThat(reset).contains(NOW.plusSeconds(expected));
    }

    @Test
    void shouldHaveNoResetWithoutLimits() {
        // When
        var reset = Limits.NONE.soonestReset(NOW);

        // Then
        assertThat(reset).isEmpty();
    }

    private static Limit limit(String executable, String scope, long seconds) {
        return new Limit(
                UUID.randomUUID(),
                executable,
                "claude-code",
                scope,
                "five_hour",
                NOW.plusSeconds(seconds),
                LimitSource.STRUCTURED,
                1,
                NOW,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
