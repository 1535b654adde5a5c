package dev.yardmaster.testkit.llm;

import static dev.yardmaster.testkit.llm.Scenario.apiKeyLimit;
import static dev.yardmaster.testkit.llm.Scenario.authError;
import static dev.yardmaster.testkit.llm.Scenario.ok;
import static dev.yardmaster.testkit.llm.Scenario.overloaded;
import static dev.yardmaster.testkit.llm.Scenario.serverError;
import static dev.yardmaster.testkit.llm.Scenario.subscriptionLimit;
import static dev.yardmaster.testkit.llm.Scenario.tool;
import static dev.yardmaster.testkit.llm.Scenario.unknownModel;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Tests the dialect of the Responses API. */
class OpenAiResponsesTest {
    private static final MockLlm LLM = MockLlm.start();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant RESET = Instant.ofEpochSecond(4_102_444_800L);
    private static final String MESSAGE =
            "{\"type\":\"message\",\"role\":\"user\",\"content\":[{\"type\":\"input_text\"," + "\"text\":\"hello\"}]}";
    private static final String TOOL_OUTPUT =
            "{\"type\":\"function_call_output\",\"call_id\":\"c\",\"output\":\"fine\"}";

    @AfterAll
    static void close() {
        LLM.close();
    }

    @Test
    void shouldStreamTheText() {
        // When
        SseReply reply = stream(ok().chunks(5).usage(new TokenUsage(7, 8, 9, 10)), MESSAGE);

        // Then
        assertThat(reply.types())
                .startsWith("response.created", "response.output_item.added", "response.content_part.added")
                .endsWith("response.content_part.done", "response.output_item.done", "response.completed")
                .filteredOn("response.output_text.delta"::equals)
                .hasSize(5);
        JsonNode response = reply.event("response.completed").path("response");
        assertThat(response.at("/output/0/content/0/text").asText()).endsWith("chunk 5 of 5. ");
        assertThat(response.at("/usage/input_tokens").asInt()).isEqualTo(26);
        assertThat(response.at("/usage/input_tokens_details/cached_tokens").asInt())
                .isEqualTo(9);
        assertThat(response.at("/usage/output_tokens").asInt()).isEqualTo(8);
    }

    @Test
    void shouldAnswerWithoutAStream() throws Exception {
        // When
        HttpResponse<String> response = ask(LLM.scenario(ok().text("He said \"hi\"\n")));

        // Then
        assertThat(JSON.readTree(response.body()).at("/output/0/content/0/text").asText())
                .isEqualTo("He said \"hi\"\n");
    }

    @Test
    void shouldStreamReasoningBeforeText() {
        // When
        SseReply reply = stream(ok().thinking("Let me see."), MESSAGE);

        // Then
        assertThat(reply.event("response.reasoning_summary_text.delta")
                        .path("delta")
                        .asText())
                .isEqualTo("Let me see.");
        assertThat(reply.event("response.completed")
                        .at("/response/output/0/type")
                        .asText())
                .isEqualTo("reasoning");
    }

    @Test
    void shouldCallAToolAndThenAnswer() {
        // Given
        Scenario scenario = tool(ToolCall.execCommand("make")).text("Done.");

        // When
        SseReply call = stream(scenario, MESSAGE);
        SseReply answer = stream(scenario, MESSAGE + "," + TOOL_OUTPUT);

        // Then
        JsonNode item = call.event("response.output_item.done").path("item");
        assertThat(item.path("name").asText()).isEqualTo("exec_command");
        assertThat(item.path("arguments").asText()).isEqualTo("{\"cmd\":\"make\",\"yield_time_ms\":30000}");
        assertThat(answer.event("response.output_text.done").path("text").asText())
                .isEqualTo("Done.");
    }

    @Test
    void shouldDisconnectInTheMiddle() {
        // When
        SseReply reply = stream(ok().chunks(5).disconnectAfter(2), MESSAGE);

        // Then
        assertThat(reply.types())
                .filteredOn("response.output_text.delta"::equals)
                .hasSize(2);
        assertThat(reply.broken()).isTrue();
    }

    @Test
    void shouldRefuseForASubscription() throws Exception {
        // When
        HttpResponse<String> response = ask(LLM.scenario(subscriptionLimit(RESET)));

        // Then
        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.headers().firstValue("x-codex-primary-used-percent"))
                .hasValue("100");
        assertThat(response.headers().firstValueAsLong("x-codex-primary-reset-at"))
                .hasValue(RESET.getEpochSecond());
        assertThat(JSON.readTree(response.body()).at("/error/resets_at").asLong())
                .isEqualTo(RESET.getEpochSecond());
    }

    @Test
    void shouldRefuseForAnApiKey() throws Exception {
        // When
        HttpResponse<String> response = ask(LLM.scenario(apiKeyLimit(Duration.ofSeconds(30))));

        // Then
        assertThat(response.headers().firstValue("retry-after")).hasValue("30");
        assertThat(response.headers().map()).doesNotContainKey("x-codex-primary-used-percent");
    }

    @Test
    void shouldSendQuotaHeadersOnlyIfTheAnswerHasAQuota() throws Exception {
        // When
        HttpResponse<String> warned = ask(LLM.scenario(ok().warning(0.9, RESET)));

        // Then
        assertThat(warned.headers().firstValue("x-codex-primary-used-percent")).hasValue("90");
        assertThat(ask(LLM.scenario(ok())).headers().map()).doesNotContainKey("x-codex-primary-used-percent");
    }

    @Test
    void shouldSendEachOtherFailure() throws Exception {
        // Given
        LlmEndpoint api = LLM.scenario(overloaded()
                .times(1)
                .then(serverError().times(1).then(authError().times(1).then(unknownModel("nope")))));

        // When
        List<Integer> statuses =
                List.of(ask(api).statusCode(), ask(api).statusCode(), ask(api).statusCode(), ask(api).statusCode());

        // Then
        assertThat(statuses).containsExactly(503, 500, 401, 400);
    }

    @Test
    void shouldRecordRequests() throws Exception {
        // Given
        LlmEndpoint api = LLM.scenario(ok());

        // When
        ask(api);

        // Then
        LlmRequest request = api.modelRequests().getFirst();
        assertThat(request.system()).isEqualTo("Be brief.");
        assertThat(request.messages()).containsExactly("hello");
        assertThat(request.tools()).containsExactly("exec_command");
    }

    private static HttpResponse<String> ask(LlmEndpoint api) throws Exception {
        return HTTP.send(request(api, MESSAGE, false), BodyHandlers.ofString());
    }

    /** Reads the stream until the body ends or breaks off. */
    private static SseReply stream(Scenario scenario, String input) {
        SseReply reply = new SseReply();
        HTTP.sendAsync(request(LLM.scenario(scenario), input, true), BodyHandlers.fromLineSubscriber(reply))
                .whenComplete((_, failure) -> {
                    if (failure != null) {
                        reply.onError(failure);
                    }
                });
        reply.broken();
        return reply;
    }

    private static java.net.http.HttpRequest request(LlmEndpoint api, String input, boolean stream) {
        String body = """
                {"model":"mock","stream":%s,"instructions":"Be brief.","input":[%s],\
                "tools":[{"type":"function","name":"exec_command"}]}""".formatted(stream, input);
        return java.net.http.HttpRequest.newBuilder(URI.create(api.url() + "/v1/responses"))
                .header("authorization", "Bearer dummy")
                .POST(BodyPublishers.ofString(body))
                .build();
    }
}
