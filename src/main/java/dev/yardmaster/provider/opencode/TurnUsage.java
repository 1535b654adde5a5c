package dev.yardmaster.provider.opencode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.provider.AgentEvent;
import java.util.OptionalDouble;

/** Sums the usage of the steps of a turn. OpenCode counts cached and reasoning tokens separately; reasoning tokens are output. */
final class TurnUsage {
    private long input;
    private long output;
    private long cacheRead;
    private long cacheWrite;
    private double cost;

    /** Adds the usage of a {@code step-finish} part. */
    void add(JsonNode part) {
        JsonNode tokens = part.path("tokens");
        input += tokens.path("input").asLong();
        output += tokens.path("output").asLong() + tokens.path("reasoning").asLong();
        cacheRead += tokens.path("cache").path("read").asLong();
        cacheWrite += tokens.path("cache").path("write").asLong();
        cost += part.path("cost").asDouble();
    }

    /** Returns the sum and resets it. A cost of 0 means that OpenCode does not know the price. */
    AgentEvent.Usage take() {
        var usage = new AgentEvent.Usage(
                input, output, cacheRead, cacheWrite, cost > 0 ? OptionalDouble.of(cost) : OptionalDouble.empty());
        input = 0;
        output = 0;
        cacheRead = 0;
        cacheWrite = 0;
        cost = 0;
        return usage;
    }
}
