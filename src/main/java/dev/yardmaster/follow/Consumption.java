package dev.yardmaster.follow;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Tokens and their cost in US dollars.
 *
 * @param input all input tokens, with those from the cache
 * @param cached the input tokens that were read from the provider's cache
 * @param hasCost whether the provider has reported a cost
 */
record Consumption(long input, long cached, long output, double cost, boolean hasCost) {
    static final Consumption NONE = new Consumption(0, 0, 0, 0, false);

    /** Reads the fields of an event or a session. */
    static Consumption of(JsonNode usage) {
        long cached = usage.path("cacheReadTokens").asLong();
        return new Consumption(
                usage.path("inputTokens").asLong()
                        + cached
                        + usage.path("cacheWriteTokens").asLong(),
                cached,
                usage.path("outputTokens").asLong(),
                usage.path("costUsd").asDouble(),
                usage.has("costUsd"));
    }

    Consumption plus(Consumption other) {
        return new Consumption(
                input + other.input,
                cached + other.cached,
                output + other.output,
                cost + other.cost,
                hasCost || other.hasCost);
    }

    boolean isNone() {
        return input == 0 && output == 0 && cost == 0;
    }

    /** The consumption in words. */
    @Override
    public String toString() {
        return Quantities.count(input) + " tokens in"
                + (cached == 0 ? "" : " (" + Quantities.count(cached) + " cached)")
                + ", " + Quantities.count(output) + " out"
                + (hasCost ? ", " + Quantities.dollars(cost) : "");
    }
}
