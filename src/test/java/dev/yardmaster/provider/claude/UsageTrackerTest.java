package dev.yardmaster.provider.claude;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.provider.AgentEvent.Usage;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class UsageTrackerTest {
    private static final String TOKENS = "'usage':{'input_tokens':1,'output_tokens':2,'cache_read_input_tokens':3,"
            + "'cache_creation_input_tokens':4}";

    @Test
    void shouldComputeTheCostOfATurnFromTheTotal() throws Exception {
        // Given
        UsageTracker usageTracker = new UsageTracker(false);
        Usage first = usageTracker.sinceLastResult(result("{" + TOKENS + ",'total_cost_usd':0.0009400000000000001}"));

        // When
        Usage second = usageTracker.sinceLastResult(result("{" + TOKENS + ",'total_cost_usd':0.0014000000000000002}"));

        // Then
        assertThat(first).isEqualTo(new Usage(1, 2, 3, 4, OptionalDouble.of(0.00094)));
        assertThat(second).isEqualTo(new Usage(1, 2, 3, 4, OptionalDouble.of(0.00046)));
    }

    @Test
    void shouldNotCountTheEarlierCostOfAResumedSession() throws Exception {
        // Given
        UsageTracker usageTracker = new UsageTracker(true);
        Usage first = usageTracker.sinceLastResult(result("{" + TOKENS + ",'total_cost_usd':5}"));

        // When
        Usage second = usageTracker.sinceLastResult(result("{" + TOKENS + ",'total_cost_usd':5.5}"));

        // Then
        assertThat(first.costUsd()).isEmpty();
        assertThat(second.costUsd()).hasValue(0.5);
    }

    @Test
    void shouldSumTheUsageOfAllModels() throws Exception {
        // When
        Usage usage = new UsageTracker(true)
                .sinceLastResult(result("{" + TOKENS + ",'total_cost_usd':5,'model_usage_since_last_result':{"
                        + "'a':{'inputTokens':10,'outputTokens':20,'cacheReadInputTokens':30,"
                        + "'cacheCreationInputTokens':40,'costUSD':0.1},"
                        + "'b':{'inputTokens':1,'outputTokens':2,'costUSD':0.2}}}"));

        // Then
        assertThat(usage).isEqualTo(new Usage(11, 22, 30, 40, OptionalDouble.of(0.3)));
    }

    @Test
    void shouldReportNoUnknownCost() throws Exception {
        // When
        Usage usage = new UsageTracker(false).sinceLastResult(result("{}"));

        // Then
        assertThat(usage).isEqualTo(new Usage(0, 0, 0, 0, OptionalDouble.empty()));
    }

    private static JsonNode result(String json) throws JsonProcessingException {
        return Json.MAPPER.readTree(ClaudeFixture.json(json));
    }
}
