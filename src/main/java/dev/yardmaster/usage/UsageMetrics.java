package dev.yardmaster.usage;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import jakarta.inject.Singleton;
import java.util.OptionalDouble;

/** Metrics: the usage of this service's sessions since it started. For any thread. */
@Singleton
public class UsageMetrics {
    private final MeterRegistry registry;

    UsageMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * Counts a finished turn. Each token belongs to exactly one of the four counts.
     *
     * @param input input tokens without cache reads
     * @param costUsd in US dollars; empty if the provider reports no cost
     */
    public void count(
            String provider,
            String executable,
            long input,
            long output,
            long cacheRead,
            long cacheWrite,
            OptionalDouble costUsd) {
        Tags tags = Tags.of("provider", provider, "executable", executable);
        count(tags, "input", input);
        count(tags, "output", output);
        count(tags, "cache_read", cacheRead);
        count(tags, "cache_write", cacheWrite);
        costUsd.ifPresent(usd -> registry.counter("yardmaster.cost.usd", tags).increment(usd));
    }

    private void count(Tags tags, String kind, long tokens) {
        registry.counter("yardmaster.tokens", tags.and("kind", kind)).increment(tokens);
    }
}
