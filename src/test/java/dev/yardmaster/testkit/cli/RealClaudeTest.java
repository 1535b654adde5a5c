package dev.yardmaster.testkit.cli;

import static dev.yardmaster.testkit.llm.Scenario.ok;
import static dev.yardmaster.testkit.llm.Scenario.serverError;
import static dev.yardmaster.testkit.llm.Scenario.subscriptionLimit;
import static dev.yardmaster.testkit.llm.Scenario.tool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.llm.LlmEndpoint;
import dev.yardmaster.testkit.llm.LlmRequest;
import dev.yardmaster.testkit.llm.TokenUsage;
import dev.yardmaster.testkit.llm.ToolCall;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Checks that the real Claude Code understands the mock and behaves in each scenario as sessions expect. */
@RealCliTest("claude-code")
class RealClaudeTest extends CliOnMock {
    private static final RealClaude CLAUDE = RealCli.claude();

    @Test
    void shouldStreamTheAnswer() throws Exception {
        // Given
        LlmEndpoint api = model(ok().chunks(5).usage(new TokenUsage(1000, 50, 300, 20)));

        // When
        OneShot run = claude(CLAUDE.environment(home, api.url()));

        // Then
        assertThat(run.exitCode()).isZero();
        assertThat(run.ofSubtype("init")).hasSize(1);
        assertThat(run.deltas()).hasSize(5).startsWith("chunk 1 of 5. ");
        assertThat(run.result().path("result").asText()).isEqualTo(String.join("", run.deltas()));
        assertThat(run.result().path("is_error").asBoolean()).isFalse();
        assertThat(run.result().path("usage").toString())
                .contains("\"input_tokens\":1000", "\"output_tokens\":50", "\"cache_read_input_tokens\":300");
    }

    @Test
    void shouldSendPromptAndToolsToTheModel() throws Exception {
        // Given
        LlmEndpoint api = model(ok());

        // When
        claude(CLAUDE.environment(home, api.url()));

        // Then
        assertThat(api.modelRequests()).hasSize(1);
        LlmRequest request = api.modelRequests().getFirst();
        assertThat(request.model()).isEqualTo("mock");
        assertThat(request.system()).contains("You are a test agent.");
        assertThat(request.messages().getFirst()).contains("Say hello");
        assertThat(request.tools()).contains("Bash", "Write");
    }

    @Test
    void shouldPrintTheReasoning() throws Exception {
        // Given
        LlmEndpoint api = model(ok().thinking("Let me see.").text("Hello."));

        // When
        OneShot run = claude(CLAUDE.environment(home, api.url()));

        // Then
        assertThat(run.exitCode()).isZero();
        assertThat(run.ofType("assistant")
                        .getFirst()
                        .at("/message/content/0/thinking")
                        .asText())
                .isEqualTo("Let me see.");
    }

    @Test
    void shouldUseATool() throws Exception {
        // Given
        Path file = work.resolve("mock-out.txt");
        LlmEndpoint api = model(tool(ToolCall.write(file, "by the mock\n")).text("Written."));

        // When
        OneShot run = claude(CLAUDE.environment(home, api.url()));

        // Then
        assertThat(run.exitCode()).isZero();
        assertThat(file).hasContent("by the mock\n");
        assertThat(run.ofType("user").getFirst().at("/message/content/0/type").asText())
                .isEqualTo("tool_result");
        assertThat(run.result().path("result").asText()).isEqualTo("Written.");
    }

    @Test
    void shouldReportTheSubscriptionLimit() throws Exception {
        // Given
        Instant reset = Instant.now().plus(2, ChronoUnit.HOURS);
        LlmEndpoint api = model(subscriptionLimit(reset));

        // When
        OneShot run = claude(CLAUDE.subscriptionEnvironment(home, api.url()));

        // Then
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.ofType("rate_limit_event")).singleElement().satisfies(event -> {
            assertThat(event.at("/rate_limit_info/status").asText()).isEqualTo("rejected");
            assertThat(event.at("/rate_limit_info/resetsAt").asLong()).isEqualTo(reset.getEpochSecond());
        });
        assertThat(run.result().path("is_error").asBoolean()).isTrue();
        assertThat(run.result().path("api_error_status").asInt()).isEqualTo(429);
        assertThat(api.modelRequests()).hasSize(1);
    }

    @Test
    void shouldRetryAfterAServerError() throws Exception {
        // Given
        LlmEndpoint api = model(serverError().times(1).then(ok()));

        // When
        OneShot run = claude(CLAUDE.environment(home, api.url()));

        // Then
        assertThat(run.exitCode()).isZero();
        assertThat(run.ofSubtype("api_retry"))
                .singleElement()
                .satisfies(
                        retry -> assertThat(retry.path("error_status").asInt()).isEqualTo(500));
        assertThat(api.modelRequests()).hasSize(2);
    }

    @Test
    void shouldRequestWithoutAStreamAfterADisconnectWithoutRetries() throws Exception {
        // Given
        LlmEndpoint api =
                model(ok().chunks(5).perSecond(10).disconnectAfter(2).times(1).then(ok().chunks(5)));
        Map<String, String> environment = new HashMap<>(CLAUDE.environment(home, api.url()));
        environment.put("CLAUDE_CODE_MAX_RETRIES", "0");

        // When
        OneShot run = claude(environment);

        // Then
        assertThat(run.exitCode()).isZero();
        assertThat(run.deltas()).containsExactly("chunk 1 of 5. ", "chunk 2 of 5. ");
        assertThat(run.result().path("result").asText()).endsWith("chunk 5 of 5. ");
        assertThat(api.modelRequests()).extracting(LlmRequest::stream).containsExactly(true, false);
    }

    @Test
    void shouldSendModelRequestsOnly() throws Exception {
        // Given
        LlmEndpoint api = model(ok());

        // When
        claude(CLAUDE.subscriptionEnvironment(home, api.url()));

        // Then
        assertThat(api.requests()).extracting(LlmRequest::path).containsOnly("/v1/messages");
    }

    private OneShot claude(Map<String, String> environment) throws Exception {
        List<String> command = List.of(
                CLAUDE.binary().toString(),
                "-p",
                "--system-prompt",
                "You are a test agent.",
                "--model",
                "mock",
                "--dangerously-skip-permissions",
                "--output-format",
                "stream-json",
                "--verbose",
                "--include-partial-messages",
                "Say hello");
        return run(command, environment);
    }
}
