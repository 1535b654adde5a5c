package dev.yardmaster.provider.codex;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.provider.AgentEvent.Usage;
import java.util.HashMap;
import java.util.Map;

/**
 * Computes the usage of a turn from {@code thread/tokenUsage/updated}. {@code total} grows over the life of a thread, across processes.
 * {@code last} is not reliable: Codex repeats it when nothing was consumed, for example after a message that joins a running turn, and
 * repeats the previous turn's when a thread is resumed (seen with 0.169.0). So the growth of {@code total} counts. Not thread-safe.
 */
final class TokenUsageTracker {
    private final Map<String, TokenCounts> totals = new HashMap<>();
    private TokenCounts turn = TokenCounts.NONE;

    /** @param live whether the update belongs to a turn of this process; earlier usage was already reported */
    void update(JsonNode params, boolean live) {
        JsonNode usage = params.path("tokenUsage");
        TokenCounts total = TokenCounts.of(usage.path("total"));
        TokenCounts before = totals.put(params.path("threadId").asText(), total);
        TokenCounts last = TokenCounts.of(usage.path("last"));
        if (before == null) {
            turn = live ? turn.plus(last) : turn;
        } else {
            TokenCounts growth = total.minus(before);
            turn = turn.plus(growth.isNegative() ? last : growth);
        }
    }

    boolean hasUnreported() {
        return !turn.equals(TokenCounts.NONE);
    }

    /** The usage since the previous call. */
    Usage takeTurnUsage() {
        Usage usage = turn.toUsage();
        turn = TokenCounts.NONE;
        return usage;
    }
}
