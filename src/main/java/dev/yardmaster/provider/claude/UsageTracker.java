package dev.yardmaster.provider.claude;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.provider.AgentEvent.Usage;
import java.util.OptionalDouble;

/**
 * What each turn consumed. Claude Code's {@code total_cost_usd} grows over the turns of a process, and a resumed session starts with
 * what it cost before; {@code usage} is zero for an interrupted turn. {@code model_usage_since_last_result} is right in all these cases
 * (seen with 2.1.329), and the others are for versions without it. Not thread-safe.
 */
final class UsageTracker {
    private static final double NANO = 1e9;

    private OptionalDouble total;

    /** @param resumed whether the process goes on with an earlier session, whose cost we don't know */
    UsageTracker(boolean resumed) {
        total = resumed ? OptionalDouble.empty() : OptionalDouble.of(0);
    }

    /** What was consumed since the last {@code result} line. */
    Usage usage(JsonNode result) {
        OptionalDouble since = sinceLast(result.path("total_cost_usd"));
        JsonNode models = result.path("model_usage_since_last_result");
        return models.isObject() ? ofModels(models) : ofTurn(result.path("usage"), since);
    }

    private OptionalDouble sinceLast(JsonNode cost) {
        if (!cost.isNumber()) {
            return OptionalDouble.empty();
        }
        OptionalDouble before = total;
        total = OptionalDouble.of(cost.doubleValue());
        return before.isPresent()
                ? OptionalDouble.of(rounded(Math.max(0, cost.doubleValue() - before.getAsDouble())))
                : OptionalDouble.empty();
    }

    private static Usage ofModels(JsonNode models) {
        return new Usage(
                sum(models, "inputTokens"),
                sum(models, "outputTokens"),
                sum(models, "cacheReadInputTokens"),
                sum(models, "cacheCreationInputTokens"),
                OptionalDouble.of(rounded(models.valueStream()
                        .mapToDouble(model -> model.path("costUSD").asDouble())
                        .sum())));
    }

    private static Usage ofTurn(JsonNode usage, OptionalDouble cost) {
        return new Usage(
                usage.path("input_tokens").asLong(),
                usage.path("output_tokens").asLong(),
                usage.path("cache_read_input_tokens").asLong(),
                usage.path("cache_creation_input_tokens").asLong(),
                cost);
    }

    private static long sum(JsonNode models, String field) {
        return models.valueStream()
                .mapToLong(model -> model.path(field).asLong())
                .sum();
    }

    /** To the billionth of a dollar: sums of doubles have tails such as 0.00046000000000000007. */
    private static double rounded(double dollars) {
        return Math.round(dollars * NANO) / NANO;
    }
}
