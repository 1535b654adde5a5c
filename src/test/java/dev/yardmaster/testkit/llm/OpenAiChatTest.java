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
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Tests the dialect of the Chat Completions API. */
class OpenAiChatTest {
    private static final MockLlm LLM = MockLlm.start();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    @AfterAll
    static void close() {
        LLM.close();
    }

    @Test
    void shouldStreamThinkingTextAndUsage() throws Exception {
        // Given
        LlmEndpoint api = LLM.scenario(
                ok().thinking("Let me see.").chunks(3).perSecond(100).usage(new TokenUsage(7, 8, 9, 0)));

        // When
        HttpResponse<String> response = ask(api, true, "user");

        // Then
        assertThat(response.body()).endsWith("data: [DONE]\n\n");
        List<JsonNode> pieces = pieces(response);
        assertThat(deltas(pieces, "reasoning_content")).containsExactly("Let me see.");
        assertThat(deltas(pieces, "content")).containsExactly("", "chunk 1 of 3. ", "chunk 2 of 3. ", "chunk 3 of 3. ");
        assertThat(pieces.getLast().path("usage").toString())
                .isEqualTo("{\"prompt_tokens\":16,\"completion_tokens\":8,\"total_tokens\":24,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":9}}");
    }

    @Test
    void shouldAnswerWithoutAStream() throws Exception {
        // Given
        LlmEndpoint api = LLM.scenario(ok().text("He said \"hi\"\n"));

        // When
        HttpResponse<String> response = ask(api, false, "user");

        // Then
        assertThat(JSON.readTree(response.body())
                        .at("/choices/0/message/content")
                        .asText())
                .isEqualTo("He said \"hi\"\n");
    }

    @Test
    void shouldCallAToolAndThenAnswer() throws Exception {
        // Given
        ToolCall call =
                new ToolCall("bash", JsonNodeFactory.instance.objectNode().put("command", "make 😀"));
        LlmEndpoint api = LLM.scenario(tool(call).text("Done."));

        // When
        List<JsonNode> called = pieces(ask(api, true, "user"));
        List<JsonNode> answered = pieces(ask(api, true, "tool"));

        // Then
        StringBuilder arguments = new StringBuilder();
        called.forEach(piece -> arguments.append(
                piece.at("/choices/0/delta/tool_calls/0/function/arguments").asText()));
        assertThat(arguments).hasToString("{\"command\":\"make 😀\"}");
        assertThat(called)
                .anyMatch(piece -> piece.at("/choices/0/finish_reason").asText().equals("tool_calls"));
        assertThat(deltas(answered, "content")).contains("Done.");
    }

    @Test
    void shouldDisconnectInTheMiddle() {
        // Given
        LlmEndpoint api = LLM.scenario(ok().chunks(5).disconnectAfter(2));

        // Then
        assertThat(HTTP.sendAsync(request(api, true, "user"), BodyHandlers.ofString()))
                .failsWithin(Duration.ofSeconds(10));
    }

    @Test
    void shouldSendEachRefusal() throws Exception {
        // Given
        Instant reset = Instant.now().plusSeconds(7200);
        LlmEndpoint api = LLM.scenario(subscriptionLimit(reset)
                .times(1)
                .then(apiKeyLimit(Duration.ofSeconds(20))
                        .times(1)
                        .then(overloaded()
                                .times(1)
                                .then(serverError()
                                        .times(1)
                                        .then(authError().times(1).then(unknownModel("nope")))))));

        // When
        List<HttpResponse<String>> responses = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            responses.add(ask(api, true, "user"));
        }

        // Then
        assertThat(responses).extracting(HttpResponse::statusCode).containsExactly(429, 429, 503, 500, 401, 404);
        assertThat(JSON.readTree(responses.getFirst().body())
                        .at("/error/resets_at")
                        .asLong())
                .isEqualTo(reset.getEpochSecond());
        assertThat(responses.get(1).headers().firstValue("retry-after")).hasValue("20");
        assertThat(responses.get(4).body()).contains("invalid_api_key");
    }

    @Test
    void shouldRecordRequests() throws Exception {
        // Given
        LlmEndpoint api = LLM.scenario(ok());

        // When
        ask(api, true, "user");

        // Then
        LlmRequest request = api.modelRequests().getFirst();
        assertThat(request.system()).isEqualTo("Be brief.");
        assertThat(request.tools()).containsExactly("bash");
    }

    private static List<String> deltas(List<JsonNode> pieces, String field) {
        return pieces.stream()
                .map(piece -> piece.at("/choices/0/delta/" + field))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .toList();
    }

    private static List<JsonNode> pieces(HttpResponse<String> response) throws IOException {
        List<JsonNode> pieces = new ArrayList<>();
        for (String line :
                response.body().lines().filter(it -> it.startsWith("data: {")).toList()) {
            pieces.add(JSON.readTree(line.substring("data: ".length())));
        }
        return pieces;
    }

    private static HttpResponse<String> ask(LlmEndpoint api, boolean stream, String lastRole) throws Exception {
        return HTTP.send(request(api, stream, lastRole), BodyHandlers.ofString());
    }

    private static java.net.http.HttpRequest request(LlmEndpoint api, boolean stream, String lastRole) {
        String body = """
                {"model":"mock","stream":%s,"messages":[{"role":"system","content":"Be brief."},\
                {"role":"%s","content":"hello"}],"tools":[{"type":"function","function":{"name":"bash"}}]}""".formatted(stream, lastRole);
        return java.net.http.HttpRequest.newBuilder(URI.create(api.url() + "/v1/chat/completions"))
                .version(HttpClient.Version.HTTP_1_1)
                .POST(BodyPublishers.ofString(body))
                .build();
    }
}
