package dev.yardmaster.provider.claude;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.json.JsonSlice;
import dev.yardmaster.provider.AgentEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * {@code rate_limit_event}: printed whenever a limit's state changes, on healthy turns too. Only {@code rejected} refuses work, and not
 * even that while extra usage is being paid for; {@code allowed}, {@code allowed_warning} and words that we don't know never do. It is
 * there for subscriptions alone: who has an API key learns of a limit by the refusal. Not thread-safe.
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

    /** The API has refused a request because of a limit: one that nobody knows the reset of, unless it was told before. */
    Optional<AgentEvent> refused() {
        return blocked
                ? Optional.empty()
                : Optional.of(new AgentEvent.Limit(true, Optional.empty(), Optional.empty(), JsonSlice.nullValue()));
    }

    /** An epoch time of 10 to 13 digits: seconds, or milliseconds where seconds would lie beyond the year 5000. */
    private static Optional<Instant> instant(long epoch) {
        if (epoch < TEN_DIGITS || epoch >= THIRTEEN_DIGITS) {
            return Optional.empty();
        }
        return Optional.of(epoch < FIRST_MILLISECONDS ? Instant.ofEpochSecond(epoch) : Instant.ofEpochMilli(epoch));
    }
}
