package dev.yardmaster.provider.codex;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.provider.AgentEvent.Usage;
import java.util.HashMap;
import java.util.Map;

/**
 * What a turn consumed, from {@code thread/tokenUsage/updated}. Its {@code total} grows over the life of a thread, across processes;
 * {@code last} is told again when nothing was consumed since, as after a message that joins a running turn, and the previous turn's is
 * told anew when a thread is resumed (seen with 0.169.0). So the growth of the total counts. Not thread-safe.
 */
final class TokenUsageTracker {
    private final Map<String, TokenCounts> totals = new HashMap<>();
    private TokenCounts turn = TokenCounts.NONE;

    /** @param live whether it is about a turn of this process: what earlier ones consumed was counted then */
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

    boolean isOpen() {
        return !turn.equals(TokenCounts.NONE);
    }

    /** What was consumed since it was asked for the last time. */
    Usage take() {
        Usage usage = turn.toUsage();
        turn = TokenCounts.NONE;
        return usage;
    }
}
