package dev.yardmaster.testkit.llm;

import static dev.yardmaster.testkit.llm.Scenario.apiKeyLimit;
import static dev.yardmaster.testkit.llm.Scenario.authError;
import static dev.yardmaster.testkit.llm.Scenario.hang;
import static dev.yardmaster.testkit.llm.Scenario.ok;
import static dev.yardmaster.testkit.llm.Scenario.overloaded;
import static dev.yardmaster.testkit.llm.Scenario.reset;
import static dev.yardmaster.testkit.llm.Scenario.serverError;
import static dev.yardmaster.testkit.llm.Scenario.subscriptionLimit;
import static dev.yardmaster.testkit.llm.Scenario.unknownModel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Tests the failures that the mock imitates. */
class MockLlmFailureTest {
    private static final MockLlm LLM = MockLlm.start();
    private static final Instant RESET = Instant.ofEpochSecond(4_102_444_800L);

    @AfterAll
    static void close() {
        LLM.close();
    }

    @Test
    void shouldRefuseForASubscription() throws Exception {
        // Given
        AnthropicClient client = client(subscriptionLimit(RESET));

        // When
        HttpResponse<String> response = client.ask();

        // Then
        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.headers().firstValue("anthropic-ratelimit-unified-status"))
                .hasValue("rejected");
        assertThat(response.headers().firstValueAsLong("anthropic-ratelimit-unified-5h-reset"))
                .hasValue(RESET.getEpochSecond());
    }

    @Test
    void shouldRefuseForAnApiKey() throws Exception {
        // Given
        AnthropicClient client = client(apiKeyLimit(Duration.ofSeconds(30)));

        // When
        HttpResponse<String> response = client.ask();

        // Then
        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.headers().firstValue("retry-after")).hasValue("30");
        assertThat(response.headers().map()).doesNotContainKey("anthropic-ratelimit-unified-status");
    }

    @Test
    void shouldFailAsOftenAsTheScenarioDefines() throws Exception {
        // Given
        Scenario scenario = overloaded()
                .times(2)
                .then(serverError()
                        .times(1)
                        .then(authError()
                                .times(1)
                                .then(unknownModel("nope").times(1).then(ok()))));
        AnthropicClient client = client(scenario);

        // When
        List<Integer> statuses = client.statuses(7);

        // Then
        assertThat(statuses).containsExactly(529, 529, 500, 401, 404, 200, 200);
    }

    @Test
    void shouldHangBeforeTheHeaders() {
        // Given
        AnthropicClient client = client(hang());

        // When
        var thrown = assertThatThrownBy(() -> client.askWithin(Duration.ofMillis(300)));

        // Then
        thrown.isInstanceOf(HttpTimeoutException.class);
        assertThat(client.endpoint().modelRequests()).hasSize(1);
    }

    @Test
    void shouldResetTheConnection() {
        // Given
        AnthropicClient client = client(reset());

        // When
        var thrown = assertThatThrownBy(client::ask);

        // Then
        thrown.isInstanceOf(IOException.class).hasRootCauseMessage("Connection reset");
    }

    @Test
    void shouldDisconnectInTheMiddle() {
        // Given
        AnthropicClient client = client(ok().chunks(5).disconnectAfter(2));

        // When
        SseReply reply = client.stream("hello");

        // Then
        assertThat(reply.texts()).containsExactly("chunk 1 of 5. ", "chunk 2 of 5. ");
        assertThat(reply.broken()).isTrue();
    }

    @Test
    void shouldStallInTheMiddle() {
        // Given
        AnthropicClient client = client(ok().chunks(5).stallAfter(2));

        // When
        SseReply reply = client.start();

        // Then
        await().until(() -> reply.texts().size() == 2);
        await().during(Duration.ofMillis(200)).until(() -> !reply.ended());
        assertThat(reply.texts()).containsExactly("chunk 1 of 5. ", "chunk 2 of 5. ");
    }

    @Test
    void shouldEndHangingExchangesWhenItCloses() {
        // Given
        MockLlm own = MockLlm.start();
        AnthropicClient client = new AnthropicClient(own.scenario(ok().chunks(5).stallAfter(2)));
        SseReply reply = client.start();
        await().until(() -> reply.texts().size() == 2);

        // When
        own.close();

        // Then
        assertThat(reply.broken()).isTrue();
    }

    private static AnthropicClient client(Scenario scenario) {
        return new AnthropicClient(LLM.scenario(scenario));
    }
}
