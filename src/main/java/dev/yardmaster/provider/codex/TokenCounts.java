package dev.yardmaster.provider.codex;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.provider.AgentEvent.Usage;
import java.util.OptionalDouble;

/**
 * Token counts as OpenAI defines them: {@code input} includes tokens read from and written to the cache, and {@code output} includes
 * reasoning.
 */
record TokenCounts(long input, long cached, long written, long output) {
    static final TokenCounts NONE = new TokenCounts(0, 0, 0, 0);

    static TokenCounts of(JsonNode usage) {
        return new TokenCounts(
                CaseStyles.field(usage, "inputTokens").asLong(),
                CaseStyles.field(usage, "cachedInputTokens").asLong(),
                CaseStyles.field(usage, "cacheWriteInputTokens").asLong(),
                CaseStyles.field(usage, "outputTokens").asLong());
    }

    TokenCounts plus(TokenCounts other) {
        return new TokenCounts(
                input + other.input, cached + other.cached, written + other.written, output + other.output);
    }

    TokenCounts minus(TokenCounts other) {
        return new TokenCounts(
                input - other.input, cached - other.cached, written - other.written, output - other.output);
    }

    boolean isNegative() {
        return Math.min(Math.min(input, cached), Math.min(written, output)) < 0;
    }

    /** The usage event, whose input excludes cached tokens. Codex knows no prices. */
    Usage toUsage() {
        return new Usage(Math.max(0, input - cached - written), output, cached, written, OptionalDouble.empty());
    }
}
