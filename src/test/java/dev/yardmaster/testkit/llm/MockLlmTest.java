package dev.yardmaster.testkit.llm;

import static dev.yardmaster.testkit.llm.Scenario.decided;
import static dev.yardmaster.testkit.llm.Scenario.ok;
import static dev.yardmaster.testkit.llm.Scenario.serverError;
import static dev.yardmaster.testkit.llm.Scenario.tool;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Tests the Anthropic dialect. All tests share one mock, like the tests of sessions. */
class MockLlmTest {
    private static final MockLlm LLM = MockLlm.start();
    private static final Instant RESET = Instant.ofEpochSecond(4_102_444_800L);

    @AfterAll
    static void close() {
        LLM.close();
    }

    @Test
    void shouldStreamTheText() {
        // Given
        AnthropicClient client = client(ok().chunks(5));

        // When
        SseReply reply = client.stream("hello");

        // Then
        assertThat(reply.texts()).hasSize(5).endsWith("chunk 5 of 5. ");
        assertThat(reply.types())
                .startsWith("message_start", "content_block_start", "content_block_delta")
                .endsWith("content_block_stop", "message_delta", "message_stop");
    }

    @Test
    void shouldAnswerWithoutAStream() throws Exception {
        // Given
        AnthropicClient client = client(ok().text("He said \"hi\"\n").usage(new TokenUsage(7, 8, 9, 10)));

        // When
        HttpResponse<String> response = client.post("/v1/messages", AnthropicClient.body("hello", false));

        // Then
        assertThat(AnthropicClient.json(response).at("/content/0/text").asText())
                .isEqualTo("He said \"hi\"\n");
        assertThat(AnthropicClient.json(response).path("usage").toString())
                .isEqualTo("{\"input_tokens\":7,\"output_tokens\":8,\"cache_creation_input_tokens\":10,"
                        + "\"cache_read_input_tokens\":9}");
    }

    @Test
    void shouldStreamUsage() {
        // Given
        AnthropicClient client = client(ok().usage(TokenUsage.of(1234, 56)));

        // When
        SseReply reply = client.stream("hello");

        // Then
        assertThat(reply.event("message_start")
                        .at("/message/usage/input_tokens")
                        .asInt())
                .isEqualTo(1234);
        assertThat(reply.event("message_delta").at("/usage/output_tokens").asInt())
                .isEqualTo(56);
    }

    @Test
    void shouldStreamReasoningBeforeText() {
        // Given
        AnthropicClient client = client(ok().thinking("Let me see."));

        // When
        SseReply reply = client.stream("hello");

        // Then
        assertThat(reply.event("content_block_start").at("/content_block/type").asText())
                .isEqualTo("thinking");
        assertThat(reply.event("content_block_delta").at("/delta/thinking").asText())
                .isEqualTo("Let me see.");
        assertThat(reply.texts()).hasSize(3);
    }

    @Test
    void shouldCallTheFirstOfferedToolAndThenAnswer() {
        // Given
        ToolCall write = ToolCall.write(Path.of("/project/a.txt"), "text");
        AnthropicClient client = client(tool(write, ToolCall.bash("make")).text("Done."));

        // When
        SseReply call = client.stream("hello", "Read", "Bash");
        SseReply answer = client.streamToolResult("Bash");

        // Then
        assertThat(call.toolName()).isEqualTo("Bash");
        assertThat(call.toolInput()).contains("\"command\":\"make\"");
        assertThat(answer.texts()).containsExactly("Done.");
    }

    @Test
    void shouldWarnBeforeTheLimit() throws Exception {
        // Given
        AnthropicClient client = client(ok().warning(0.9, RESET));

        // When
        HttpResponse<String> response = client.ask();

        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("anthropic-ratelimit-unified-status"))
                .hasValue("allowed_warning");
        assertThat(response.headers().firstValue("anthropic-ratelimit-unified-5h-utilization"))
                .hasValue("0.9");
    }

    @Test
    void shouldKeepTheRate() {
        // Given
        AnthropicClient client = client(ok().chunks(6).perSecond(20).delay(Duration.ofMillis(100)));
        Instant start = Instant.now();

        // When
        SseReply reply = client.stream("hello");

        // Then
        assertThat(reply.texts()).hasSize(6);
        assertThat(Duration.between(start, Instant.now())).isBetween(Duration.ofMillis(400), Duration.ofSeconds(5));
    }

    @Test
    void shouldSendManyChunks() {
        // Given
        AnthropicClient client = client(ok().chunks(200_000));

        // When
        SseReply reply = client.stream("hello");

        // Then
        assertThat(reply.texts()).hasSize(200_000).endsWith("chunk 200000 of 200000. ");
    }

    @Test
    void shouldSendABigText() throws Exception {
        // Given
        String text = "0123456789".repeat(500_000);
        AnthropicClient client = client(ok().text(text));

        // When
        HttpResponse<String> response = client.ask();

        // Then
        assertThat(response.body().contains("\"text_delta\",\"text\":\"" + text + "\""))
                .isTrue();
        assertThat(response.body()).endsWith("\"message_stop\"}\n\n");
    }

    @Test
    void shouldRecordRequests() {
        // Given
        AnthropicClient client = client(ok());

        // When
        client.stream("hello", "Read", "Write");

        // Then
        LlmRequest request = client.endpoint().modelRequests().getFirst();
        assertThat(request.path()).isEqualTo("/v1/messages");
        assertThat(request.model()).isEqualTo("mock");
        assertThat(request.system()).isEqualTo("Be brief.\nBe right.");
        assertThat(request.messages()).containsExactly("hello");
        assertThat(request.tools()).containsExactly("Read", "Write");
        assertThat(request.headers())
                .containsEntry("x-api-key", "<redacted>")
                .containsEntry("authorization", "Bearer <redacted>");
    }

    @Test
    void shouldChangeTheScenarioBetweenRequests() throws Exception {
        // Given
        AnthropicClient client = client(ok());
        client.ask();

        // When
        client.endpoint().change(serverError().times(1).then(ok()));

        // Then
        assertThat(client.statuses(2)).containsExactly(500, 200);
    }

    @Test
    void shouldCountTokensOutsideOfTheScenario() throws Exception {
        // Given
        AnthropicClient client = client(serverError().times(1).then(ok()));

        // When
        HttpResponse<String> response = client.post("/v1/messages/count_tokens", "{}");

        // Then
        assertThat(response.body()).isEqualTo("{\"input_tokens\":100}");
        assertThat(client.statuses(2)).containsExactly(500, 200);
        assertThat(client.endpoint().requests()).hasSize(3);
    }

    @Test
    void shouldKeepEndpointsApart() {
        // Given
        List<AnthropicClient> clients = IntStream.rangeClosed(1, 40)
                .mapToObj(i -> client(ok().text("answer " + i)))
                .toList();

        // When
        List<String> texts = clients.parallelStream()
                .map(client -> client.stream("hello").texts().getFirst())
                .toList();

        // Then
        assertThat(texts)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 40)
                        .mapToObj(i -> "answer " + i)
                        .toList());
        assertThat(clients)
                .allSatisfy(client -> assertThat(client.endpoint().requests()).hasSize(1));
    }

    @Test
    void shouldDecideByTheRequest() {
        // Given
        AnthropicClient client = client(decided(request -> request.endsWithToolResult()
                ? ok().text("results: " + request.toolResults())
                : ok().text(request.messages().getLast())));

        // When
        SseReply result = client.streamToolResult("Bash");
        SseReply question = client.stream("hello");

        // Then
        assertThat(result.texts()).containsExactly("results: 1");
        assertThat(question.texts()).containsExactly("hello");
    }

    private static AnthropicClient client(Scenario scenario) {
        return new AnthropicClient(LLM.scenario(scenario));
    }
}
