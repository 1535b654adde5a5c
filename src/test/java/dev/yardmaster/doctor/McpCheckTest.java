package dev.yardmaster.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class McpCheckTest {
    @TempDir
    private Path directory;

    private final FakeService service = new FakeService();

    @AfterEach
    void stopService() {
        service.close();
    }

    @Test
    void shouldFindThePrograms() throws Exception {
        // Given
        agentWith("files-server");
        new FakePrograms(directory).with("files-server", "exit 1");

        // When
        var findings = run();

        // Then
        assertThat(findings).containsExactly(Finding.ok("mcp", "The programs of 1 MCP servers are installed."));
    }

    @Test
    void shouldNameAProgramThatIsMissing() throws Exception {
        // Given
        service.answer(
                "GET /api/projects",
                200,
                "{'items': [{'name': 'site', 'mcpServers': {'files': {'command': 'no-such-program'}, 'web': {'url': 'http://x'}}}]}");

        // When
        var findings = run();

        // Then
        assertThat(findings)
                .containsExactly(Finding.warning(
                        "mcp",
                        "The program 'no-such-program' of the MCP server 'files' of the project 'site' is not found.",
                        "Install it, or correct the 'command' of the server."));
    }

    @Test
    void shouldNameAProgramThatIsNotExecutable() throws Exception {
        // Given
        Path file = Files.writeString(directory.resolve("server.sh"), "exit 1");
        agentWith(file.toString());

        // When
        var findings = run();

        // Then
        assertThat(findings)
                .containsExactly(Finding.warning(
                        "mcp",
                        "The program '" + file + "' of the MCP server 'files' of the agent 'ada' is not executable.",
                        "chmod +x " + file));
    }

    @Test
    void shouldNotLookUpAProgramWhoseNameIsHidden() throws Exception {
        // Given
        agentWith("***");

        // When
        var findings = run();

        // Then
        assertThat(findings).isEmpty();
    }

    private void agentWith(String command) throws IOException {
        service.answer(
                "GET /api/agents",
                200,
                "{'items': [{'name': 'ada', 'mcpServers': {'files': {'command': '" + command + "'}}}]}");
    }

    private List<Finding> run() throws InterruptedException {
        return new McpCheck(service.service(), new Programs(new FakePrograms(directory).environment())).run();
    }
}
