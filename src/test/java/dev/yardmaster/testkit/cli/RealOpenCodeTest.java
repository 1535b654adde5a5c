package dev.yardmaster.testkit.cli;

import static dev.yardmaster.testkit.llm.Scenario.authError;
import static dev.yardmaster.testkit.llm.Scenario.ok;
import static dev.yardmaster.testkit.llm.Scenario.tool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.llm.LlmEndpoint;
import dev.yardmaster.testkit.llm.LlmRequest;
import dev.yardmaster.testkit.llm.TokenUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Checks that the real OpenCode understands the mock and behaves in each scenario as sessions expect. */
@RealCliTest("opencode")
class RealOpenCodeTest extends CliOnMock {
    private static final RealOpenCode OPENCODE = RealCli.openCode();

    @Test
    void shouldPrintTheAnswerAndTheTokenUsage() throws Exception {
        // Given
        LlmEndpoint api = model(ok().chunks(5).usage(new TokenUsage(1000, 50, 300, 0)));

        // When
        OneShot run = openCode(OPENCODE.environment(home, api.url()));

        // Then
        assertThat(run.exitCode()).isZero();
        assertThat(run.ofType("text").getFirst().at("/part/text").asText()).endsWith("chunk 5 of 5. ");
        assertThat(run.ofType("step_finish").getFirst().at("/part/tokens").toString())
                .contains("\"input\":1000", "\"output\":50", "\"read\":300");
        assertThat(api.requests()).extracting(LlmRequest::path).containsOnly("/v1/chat/completions");
        assertThat(api.modelRequests()).hasSize(1);
    }

    @Test
    void shouldUseATool() throws Exception {
        // Given
        Path file = work.resolve("mock-out.txt");
        LlmEndpoint api = model(tool(RealOpenCode.write(file, "by the mock\n")).text("Written."));

        // When
        OneShot run = openCode(OPENCODE.environment(home, api.url()));

        // Then
        assertThat(run.exitCode()).isZero();
        assertThat(file).hasContent("by the mock\n");
        assertThat(run.ofType("tool_use")).hasSize(1);
    }

    @Test
    void shouldReportARefusedKey() throws Exception {
        // Given
        LlmEndpoint api = model(authError());

        // When
        OneShot run = openCode(OPENCODE.environment(home, api.url()));

        // Then
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.ofType("error").getFirst().at("/error/data/statusCode").asInt())
                .isEqualTo(401);
    }

    @Test
    void shouldReadTheProjectsInstructions() throws Exception {
        // Given
        Files.writeString(work.resolve("AGENTS.md"), "Speak like a pirate.");
        LlmEndpoint api = model(ok());

        // When
        openCode(OPENCODE.environment(home, api.url()));

        // Then
        assertThat(api.modelRequests().getFirst().system()).contains("Speak like a pirate.");
    }

    @Test
    void shouldReadClaudeCodesInstructionsIfTheProjectHasNoOthers() throws Exception {
        // Given
        Files.writeString(work.resolve("CLAUDE.md"), "Speak like a sailor.");
        LlmEndpoint api = model(ok());
        Map<String, String> environment = new HashMap<>(OPENCODE.environment(home, api.url()));
        environment.remove("OPENCODE_DISABLE_CLAUDE_CODE");

        // When
        openCode(environment);

        // Then
        assertThat(api.modelRequests().getFirst().system()).contains("Speak like a sailor.");
    }

    private OneShot openCode(Map<String, String> environment) throws Exception {
        List<String> command =
                List.of(OPENCODE.binary().toString(), "run", "--format", "json", "--title", "t", "Say hello");
        return run(command, environment);
    }
}
