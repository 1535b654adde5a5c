package dev.yardmaster.provider.codex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yardmaster.mcp.McpServer;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.process.LaunchSpec;
import dev.yardmaster.provider.LaunchMode;
import dev.yardmaster.provider.Permissions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExecMcpServersTest {
    private static final CodexProvider PROVIDER = new CodexProvider(Map.of(), Duration.ofMinutes(1));

    @Test
    void shouldKeepValuesOutOfTheArguments() {
        // When
        LaunchSpec launch = launch(
                new McpServer.Stdio("a", "npx", List.of("-y"), Map.of("B", "canary-1", "A", "it's canary-2")),
                new McpServer.Http("b", "https://example.org/mcp", Map.of("X-A", "canary-3", "X-B", "")),
                new McpServer.Http("c", "https://example.org/mcp", Map.of("X-A", "canary-4")));

        // Then
        assertThat(String.join(" ", launch.command())).doesNotContain("canary").contains("""
                mcp_servers={ "a" = { "command" = "/bin/sh", \
                "args" = ["-c", ". \\"$0\\" && exec \\"$@\\"", "/srv/scratch/mcp-1.env", "npx", "-y"], "required" = true }, \
                "b" = { "url" = "https://example.org/mcp", "http_headers" = { "X-B" = "" }, "required" = true, \
                "env_http_headers" = { "X-A" = "YARDMASTER_MCP_HEADER_1" } }, \
                "c" = { "url" = "https://example.org/mcp", "http_headers" = {  }, "required" = true, \
                "env_http_headers" = { "X-A" = "YARDMASTER_MCP_HEADER_2" } } }""");
        assertThat(launch.files())
                .isEqualTo(Map.of(
                        Path.of("/srv/scratch/mcp-1.env"), "export A='it'\\''s canary-2'\nexport B='canary-1'\n"));
        assertThat(launch.environment())
                .containsEntry("YARDMASTER_MCP_HEADER_1", "canary-3")
                .containsEntry("YARDMASTER_MCP_HEADER_2", "canary-4");
    }

    @Test
    void shouldStartAServerWithoutVariablesDirectly() {
        // When
        LaunchSpec launch = launch(new McpServer.Stdio("a", "npx", List.of(), Map.of()));

        // Then
        assertThat(launch.command()).anyMatch(argument -> argument.contains("\"command\" = \"npx\""));
        assertThat(launch.files()).isEmpty();
    }

    @Test
    void shouldRefuseAVariableThatAShellCannotSet() {
        // When / Then
        assertThatThrownBy(() -> launch(new McpServer.Stdio("a", "npx", List.of(), Map.of("A.B", "x"))))
                .isInstanceOfSatisfying(YardmasterException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
                    assertThat(e.detail()).contains("'A.B'", "'a'", "bidirectional");
                });
    }

    private static LaunchSpec launch(McpServer... servers) {
        return PROVIDER.launch(CodexFixture.request(
                LaunchMode.ONE_SHOT,
                Optional.empty(),
                Optional.of("x"),
                CodexFixture.with(Permissions.FULL, List.of(servers))));
    }
}
