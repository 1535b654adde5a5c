package dev.yardmaster.provider.claude;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.mcp.McpServer;
import dev.yardmaster.provider.LaunchContext;
import dev.yardmaster.provider.LaunchMode;
import dev.yardmaster.provider.LaunchRequest;
import dev.yardmaster.provider.Permissions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClaudeCommandTest {
    private static final Path SCRATCH = Path.of("/srv/scratch");
    private static final List<McpServer> SERVERS = List.of(
            new McpServer.Stdio("my.server", "x", List.of("--token", "secret"), Map.of()),
            new McpServer.Http("web", "https://example.org/mcp", Map.of()));

    @Test
    void shouldWriteNoFilesWithoutInstructionsAndServers() {
        // Given
        ClaudeCommand command = command(LaunchContext.none(SCRATCH), Optional.empty());

        // When / Then
        assertThat(command.files()).isEmpty();
        assertThat(command.command())
                .contains("--dangerously-skip-permissions", "--disable-slash-commands")
                .doesNotContain(
                        "--mcp-config", "--strict-mcp-config", "--append-system-prompt-file", "--permission-mode");
    }

    @Test
    void shouldWriteInstructionsToAFile() {
        // Given
        ClaudeCommand command = command(withInstructions(), Optional.empty());

        // When / Then
        assertThat(command.files()).containsExactly(Map.entry(SCRATCH.resolve("instructions.md"), "Be \"kind\".\n"));
        assertThat(command.command())
                .containsSequence("--append-system-prompt-file", "/srv/scratch/instructions.md")
                .doesNotContain("--system-prompt-snapshot")
                .noneMatch(word -> word.contains("kind"));
    }

    @Test
    void shouldGiveAResumedConversationTheCurrentInstructions() {
        // When
        List<String> command =
                command(withInstructions(), Optional.of("earlier")).command();

        // Then
        assertThat(command)
                .containsSequence("/srv/scratch/instructions.md", "--system-prompt-snapshot", "off")
                .containsSequence("--resume", "earlier");
    }

    @Test
    void shouldNotKeepTheEarlierInstructionsOfAResumedConversation() {
        // When
        List<String> command =
                command(LaunchContext.none(SCRATCH), Optional.of("earlier")).command();

        // Then
        assertThat(command)
                .containsSequence("--system-prompt-snapshot", "off")
                .doesNotContain("--append-system-prompt-file");
    }

    @Test
    void shouldWriteServersToAFileFollowedByAnotherOption() {
        // Given
        ClaudeCommand command = command(context(Permissions.FULL), Optional.empty());

        // When / Then
        assertThat(command.files()).containsExactly(Map.entry(SCRATCH.resolve("mcp.json"), ClaudeMcp.config(SERVERS)));
        assertThat(command.command())
                .containsSequence("--mcp-config", "/srv/scratch/mcp.json", "--strict-mcp-config")
                .doesNotContain("--allowedTools")
                .noneMatch(word -> word.contains("secret"));
    }

    @Test
    void shouldKeepTheUsersServersBesideTheOneOfTheService() {
        // Given
        LaunchContext own = LaunchContext.none(SCRATCH)
                .plus(new McpServer.Http("yardmaster", "http://127.0.0.1:1/mcp/worker", Map.of("A", "secret")));

        // When
        List<String> command = command(own, Optional.empty()).command();

        // Then
        assertThat(command)
                .containsSequence("--mcp-config", "/srv/scratch/mcp.json", "--dangerously-skip-permissions")
                .doesNotContain("--strict-mcp-config")
                .noneMatch(word -> word.contains("secret"));
    }

    @Test
    void shouldAllowEditsAndTheAgentsServers() {
        // When
        List<String> command =
                command(context(Permissions.EDIT), Optional.empty()).command();

        // Then
        assertThat(command)
                .containsSequence("--allowedTools", "mcp__my_server,mcp__web", "--permission-mode", "acceptEdits")
                .doesNotContain("--dangerously-skip-permissions");
    }

    @Test
    void shouldUsePlanModeForReadOnlyPermissions() {
        // When
        List<String> command =
                command(context(Permissions.READ_ONLY), Optional.empty()).command();

        // Then
        assertThat(command)
                .containsSequence("--permission-mode", "plan")
                .doesNotContain("--dangerously-skip-permissions", "--allowedTools");
    }

    private static LaunchContext withInstructions() {
        return new LaunchContext(Optional.of("Be \"kind\".\n"), List.of(), Permissions.FULL, SCRATCH);
    }

    private static LaunchContext context(Permissions permissions) {
        return new LaunchContext(Optional.empty(), SERVERS, permissions, SCRATCH);
    }

    private static ClaudeCommand command(LaunchContext context, Optional<String> resumed) {
        LaunchRequest plain = ClaudeFixture.request(LaunchMode.BIDIRECTIONAL, resumed, Optional.of("Hi"));
        return new ClaudeCommand(new LaunchRequest(
                plain.executable(),
                plain.mode(),
                plain.model(),
                plain.directory(),
                plain.conversation(),
                context,
                Map.of()));
    }
}
