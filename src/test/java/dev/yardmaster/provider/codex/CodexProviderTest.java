package dev.yardmaster.provider.codex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yardmaster.mcp.McpServer;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.process.LaunchSpec;
import dev.yardmaster.provider.Dialogue;
import dev.yardmaster.provider.LaunchMode;
import dev.yardmaster.provider.Permissions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CodexProviderTest {
    private static final CodexProvider PROVIDER = new CodexProvider(
            Map.of(
                    "PATH", "/bin",
                    "OPENAI_API_KEY", "key",
                    "CODEX_HOME", "/home/codex",
                    "CODEX_THREAD_ID", "of the session around us",
                    "CODEX_SANDBOX_NETWORK_DISABLED", "1",
                    "AWS_SECRET_ACCESS_KEY", "not for it"),
            Duration.ofMinutes(1));

    @Test
    void shouldStartAnAppServer() {
        // When
        LaunchSpec spec = PROVIDER.launch(CodexFixture.request(
                LaunchMode.BIDIRECTIONAL,
                Optional.empty(),
                Optional.of("a secret"),
                CodexFixture.withInstructions(Permissions.FULL)));

        // Then
        assertThat(spec.command())
                .containsExactly(
                        "codex", "-c", "model_provider=\"mock\"", "app-server", "-c", "analytics.enabled=false");
        assertThat(spec.input()).isEqualTo(LaunchSpec.Input.OPEN);
        assertThat(spec.directory()).isEqualTo(Path.of("/srv/tree"));
        assertThat(spec.files()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "FULL, --dangerously-bypass-approvals-and-sandbox",
        "EDIT, --sandbox workspace-write",
        "READ_ONLY, --sandbox read-only"
    })
    void shouldRunAOneShotWithThePromptOnStandardInput(Permissions permissions, String arguments) {
        // When
        LaunchSpec spec = PROVIDER.launch(CodexFixture.request(
                LaunchMode.ONE_SHOT,
                Optional.of("thread-1"),
                Optional.of("a secret"),
                CodexFixture.withInstructions(permissions)));

        // Then
        assertThat(String.join(" ", spec.command()))
                .isEqualTo("codex -c model_provider=\"mock\" exec --json --skip-git-repo-check " + arguments
                        + " --cd /srv/tree --model gpt-5.4 -c analytics.enabled=false"
                        + " -c model_instructions_file=\"/srv/scratch/instructions.md\" resume thread-1 -");
        assertThat(spec.files()).isEqualTo(Map.of(Path.of("/srv/scratch/instructions.md"), "Be kind."));
    }

    @Test
    void shouldSendThePromptAsLines() {
        // Given
        Dialogue dialogue = PROVIDER.dialogue(
                CodexFixture.request(LaunchMode.ONE_SHOT, Optional.empty(), Optional.of("--help\n\nyes")));

        // When
        Dialogue.Step step = dialogue.start();

        // Then
        assertThat(step.replies()).isEqualTo(List.of("--help", "", "yes"));
    }

    @Test
    void shouldPassVariablesOfCodexButNotOfASurroundingSession() {
        // When
        LaunchSpec spec =
                PROVIDER.launch(CodexFixture.request(LaunchMode.BIDIRECTIONAL, Optional.empty(), Optional.empty()));

        // Then
        assertThat(spec.environment())
                .containsEntry("OPENAI_API_KEY", "key")
                .containsEntry("CODEX_HOME", "/home/codex")
                .containsEntry("YARDMASTER_SESSION", CodexFixture.SESSION.toString())
                .doesNotContainKeys("CODEX_THREAD_ID", "CODEX_SANDBOX_NETWORK_DISABLED", "AWS_SECRET_ACCESS_KEY");
    }

    @Test
    void shouldRejectAOneShotWithoutAPrompt() {
        // When / Then
        assertThatThrownBy(() ->
                        PROVIDER.launch(CodexFixture.request(LaunchMode.ONE_SHOT, Optional.empty(), Optional.empty())))
                .isInstanceOfSatisfying(
                        YardmasterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST));
    }

    @ParameterizedTest
    @EnumSource(LaunchMode.class)
    void shouldRejectAnMcpServerWithTheOldTransport(LaunchMode mode) {
        // Given
        McpServer old = new McpServer.Http("old", "https://example.org/sse", Map.of(), McpServer.Transport.SSE);

        // When / Then
        assertThatThrownBy(() -> PROVIDER.launch(CodexFixture.request(
                        mode, Optional.empty(), Optional.of("x"), CodexFixture.with(Permissions.FULL, List.of(old)))))
                .isInstanceOfSatisfying(YardmasterException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
                    assertThat(e.detail()).contains("'old'", "does not know the transport 'sse'");
                });
    }

    @Test
    void shouldRejectASecondMessageInAOneShot() {
        // Given
        Dialogue dialogue =
                PROVIDER.dialogue(CodexFixture.request(LaunchMode.ONE_SHOT, Optional.empty(), Optional.of("x")));

        // When / Then
        assertThatThrownBy(() -> dialogue.onUserMessage("y"))
                .isInstanceOfSatisfying(
                        YardmasterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
    }
}
