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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Checks that the real Codex understands the mock and behaves in each scenario as sessions expect. */
@RealCliTest("codex")
class RealCodexTest extends CliOnMock {
    private static final RealCodex CODEX = RealCli.codex();

    @Test
    void shouldPrintTheAnswerAndTheTokenUsage() throws Exception {
        // Given
        LlmEndpoint api = model(ok().text("Hello.").usage(new TokenUsage(1000, 50, 300, 20)));

        // When
        OneShot run = codex(api, 0);

        // Then
        assertThat(run.exitCode()).isZero();
        assertThat(run.ofType("item.completed").getLast().at("/item/text").asText())
                .isEqualTo("Hello.");
        assertThat(run.result().path("usage").toString())
                .contains(
                        "\"input_tokens\":1320",
                        "\"cached_input_tokens\":300",
                        "\"cache_write_input_tokens\":20",
                        "\"output_tokens\":50");
    }

    @Test
    void shouldPrintTheReasoning() throws Exception {
        // Given
        LlmEndpoint api = model(ok().thinking("Let me see.").text("Hello."));

        // When
        OneShot run = codex(api, 0);

        // Then
        assertThat(run.ofType("item.completed"))
                .anyMatch(line -> line.at("/item/type").asText().equals("reasoning")
                        && line.at("/item/text").asText().equals("Let me see."));
    }

    @Test
    void shouldUseATool() throws Exception {
        // Given
        LlmEndpoint api = model(
                tool(ToolCall.execCommand("echo 'by the mock' > made.txt")).text("Written."));

        // When
        OneShot run = codex(api, 0);

        // Then
        assertThat(run.exitCode()).isZero();
        assertThat(work.resolve("made.txt")).hasContent("by the mock\n");
    }

    @Test
    void shouldReportTheSubscriptionLimit() throws Exception {
        // Given
        LlmEndpoint api = model(subscriptionLimit(Duration.ofHours(2)));

        // When
        OneShot run = codex(api, 1);

        // Then
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.result().at("/error/message").asText()).contains("hit your usage limit", "try again at");
        assertThat(api.modelRequests()).hasSize(1);
    }

    @Test
    void shouldRetryAsOftenAsConfigured() throws Exception {
        // Given
        LlmEndpoint api = model(serverError());

        // When
        OneShot run = codex(api, 1);

        // Then
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(api.modelRequests()).hasSize(4);
    }

    @Test
    void shouldSendModelRequestsOnly() throws Exception {
        // Given
        LlmEndpoint api = model(ok());

        // When
        codex(api, 0);

        // Then
        assertThat(api.requests()).extracting(LlmRequest::path).containsOnly("/v1/responses");
        assertThat(api.requests().getFirst().messages()).last().isEqualTo("Say hello");
    }

    private OneShot codex(LlmEndpoint api, int retries) throws Exception {
        List<String> command = new ArrayList<>(List.of(CODEX.binary().toString()));
        command.addAll(CODEX.arguments(api.url(), retries));
        command.addAll(List.of("-c", "analytics.enabled=false", "exec", "--json", "--ephemeral", "--model", "mock"));
        command.addAll(List.of("--skip-git-repo-check", "--dangerously-bypass-approvals-and-sandbox", "Say hello"));
        return run(command, CODEX.environment(home, api.url()));
    }
}
