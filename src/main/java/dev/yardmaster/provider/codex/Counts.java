package dev.yardmaster.provider.codex;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.provider.AgentEvent.Usage;
import java.util.OptionalDouble;

/**
 * Tokens as OpenAI counts them: {@code input} includes what was read from the cache and written to it, and {@code output} includes the
 * reasoning.
 */
record Counts(long input, long cached, long written, long output) {
    static final Counts NONE = new Counts(0, 0, 0, 0);

    static Counts of(JsonNode usage) {
        return new Counts(
                Names.field(usage, "inputTokens").asLong(),
                Names.field(usage, "cachedInputTokens").asLong(),
                Names.field(usage, "cacheWriteInputTokens").asLong(),
                Names.field(usage, "outputTokens").asLong());
    }

    Counts plus(Counts other) {
        return new Counts(input + other.input, cached + other.cached, written + other.written, output + other.output);
    }

    Counts minus(Counts other) {
        return new Counts(input - other.input, cached - other.cached, written - other.written, output - other.output);
    }

    boolean isNegative() {
        return Math.min(Math.min(input, cached), Math.min(written, output)) < 0;
    }

    /** As an event, whose input counts what was read anew alone. Codex knows no prices. */
    Usage toUsage() {
        return new Usage(Math.max(0, input - cached - written), output, cached, written, OptionalDouble.empty());
    }
}
