package dev.yardmaster.provider.claude;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.json.JsonSlice;
import dev.yardmaster.provider.AgentEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Translates {@code rate_limit_event} lines, which Claude Code prints whenever the state of a limit changes, in healthy turns too. Only the
 * status {@code rejected} blocks work, and not while extra usage is being paid for; {@code allowed}, {@code allowed_warning} and unknown
 * statuses never do. Only subscriptions get these lines: with an API key, the first sign of a limit is a refused request. Not thread-safe.
 */
final class RateLimitLines {
    private static final long TEN_DIGITS = 1_000_000_000L;
    private static final long THIRTEEN_DIGITS = 10_000_000_000_000L;
    private static final long FIRST_MILLISECONDS = 100_000_000_000L;

    private boolean blocked;

    List<AgentEvent> events(JsonNode line) {
        JsonNode info = line.path("rate_limit_info");
        if (!info.isObject()) {
            return List.of(new AgentEvent.ProviderRaw(Json.slice(line)));
        }
        blocked = info.path("status").asText().equals("rejected")
                && !info.path("isUsingOverage").asBoolean();
        return List.of(new AgentEvent.Limit(
                blocked,
                Json.text(info.path("rateLimitType")),
                instant(info.path("resetsAt").asLong()),
                Json.slice(info)));
    }

    /**
     * The limit event for an API request that was refused because of a limit. The reset time is unknown. Empty if a
     * {@code rate_limit_event} has already reported the limit.
     */
    Optional<AgentEvent> limitForRefusal() {
        return blocked
                ? Optional.empty()
                : Optional.of(new AgentEvent.Limit(true, Optional.empty(), Optional.empty(), JsonSlice.nullValue()));
    }

    /** Converts an epoch time of 10 to 13 digits. It is read as milliseconds if it would be after the year 5000 in seconds. */
    private static Optional<Instant> instant(long epoch) {
        if (epoch < TEN_DIGITS || epoch >= THIRTEEN_DIGITS) {
            return Optional.empty();
        }
        return Optional.of(epoch < FIRST_MILLISECONDS ? Instant.ofEpochSecond(epoch) : Instant.ofEpochMilli(epoch));
    }
}
