package dev.yardmaster.provider.claude;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.provider.AgentEvent.Usage;
import java.util.OptionalDouble;

/**
 * Computes the usage of each turn. {@code total_cost_usd} grows over the turns of a process, and in a resumed session it starts with the
 * cost of the earlier one; {@code usage} is zero for an interrupted turn. {@code model_usage_since_last_result} is correct in all these
 * cases (seen with 2.1.329); the other fields are used for versions without it. Not thread-safe.
 */
final class UsageTracker {
    private static final double NANO = 1e9;

    private OptionalDouble total;

    /** @param resumed whether the process resumes an earlier session, whose cost is unknown */
    UsageTracker(boolean resumed) {
        total = resumed ? OptionalDouble.empty() : OptionalDouble.of(0);
    }

    /** The usage since the previous {@code result} line. */
    Usage sinceLastResult(JsonNode result) {
        OptionalDouble since = costSinceLast(result.path("total_cost_usd"));
        JsonNode models = result.path("model_usage_since_last_result");
        return models.isObject() ? ofModels(models) : ofTurn(result.path("usage"), since);
    }

    private OptionalDouble costSinceLast(JsonNode cost) {
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

    private static Usage ofTurn(JsonNode sinceLastResult, OptionalDouble cost) {
        return new Usage(
                sinceLastResult.path("input_tokens").asLong(),
                sinceLastResult.path("output_tokens").asLong(),
                sinceLastResult.path("cache_read_input_tokens").asLong(),
                sinceLastResult.path("cache_creation_input_tokens").asLong(),
                cost);
    }

    private static long sum(JsonNode models, String field) {
        return models.valueStream()
                .mapToLong(model -> model.path(field).asLong())
                .sum();
    }

    /** Rounds to a billionth of a dollar, because sums of doubles look like 0.00046000000000000007. */
    private static double rounded(double dollars) {
        return Math.round(dollars * NANO) / NANO;
    }
}
