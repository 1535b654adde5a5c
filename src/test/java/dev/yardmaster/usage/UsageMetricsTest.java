package dev.yardmaster.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class UsageMetricsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final UsageMetrics metrics = new UsageMetrics(registry);

    @Test
    void shouldCountTokensByKindAndCost() {
        // When
        metrics.count("claude-code", "seat-2", 1, 20, 300, 4000, OptionalDouble.of(0.25));
        metrics.count("claude-code", "seat-2", 1, 20, 300, 4000, OptionalDouble.of(0.5));

        // Then
        assertThat(tokens("seat-2", "input")).isEqualTo(2);
        assertThat(tokens("seat-2", "output")).isEqualTo(40);
        assertThat(tokens("seat-2", "cache_read")).isEqualTo(600);
        assertThat(tokens("seat-2", "cache_write")).isEqualTo(8000);
        assertThat(registry.get("yardmaster.cost.usd")
                        .tags("provider", "claude-code", "executable", "seat-2")
                        .counter()
                        .count())
                .isEqualTo(0.75);
    }

    @Test
    void shouldNotCountAnUnknownCost() {
        // When
        metrics.count("codex", "codex", 1, 2, 3, 4, OptionalDouble.empty());

        // Then
        assertThat(tokens("codex", "output")).isEqualTo(2);
        assertThat(registry.find("yardmaster.cost.usd").counter()).isNull();
    }

    private double tokens(String executable, String kind) {
        return registry.get("yardmaster.tokens")
                .tags("executable", executable, "kind", kind)
                .counter()
                .count();
    }
}
