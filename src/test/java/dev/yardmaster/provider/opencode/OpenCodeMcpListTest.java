package dev.yardmaster.provider.opencode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.mcp.McpServer;
import dev.yardmaster.process.CommandRunner;
import dev.yardmaster.process.LaunchSpec;
import dev.yardmaster.testkit.cli.RealCli;
import dev.yardmaster.testkit.cli.RealCliTest;
import dev.yardmaster.testkit.mcp.TinyMcpServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks how the installed OpenCode starts our servers. A run takes seconds, so one run covers all servers. */
@RealCliTest("opencode")
class OpenCodeMcpListTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path home;

    @Test
    void shouldStartServersWithExactArgumentsAndVariables() throws Exception {
        // Given
        Path recorded = home.resolve("recorded");
        List<String> arguments = List.of(
                "a b",
                "",
                "\"q\"",
                "\\",
                "é☃\ud83d\ude00",
                "a\nb",
                "$HOME",
                "${HOME}",
                "{env:HOME}",
                "\\{env:HOME}",
                "{file:/etc/hostname}",
                "\\u007benv:HOME}",
                "{env:");
        Map<String, String> environment =
                Map.of("TINY_A", "{env:HOME} \"x\"", "TINY_B", "a\\b", "RECORDED", recorded.toString());
        List<String> recording =
                new ArrayList<>(List.of("-c", "printf '%s\\0' \"$TINY_A\" \"$TINY_B\" \"$@\" > \"$RECORDED\"", "sh"));
        recording.addAll(arguments);

        // When
        CommandRunner.Output output = list(List.of(
                TinyMcpServer.named("my.server"),
                TinyMcpServer.missing("missing"),
                new McpServer.Stdio("recorder", "/bin/sh", recording, environment)));

        // Then
        assertThat(output.stdout()).contains("✓ my.server", "✗ missing", "✗ recorder");
        List<String> expected = new ArrayList<>(List.of("{env:HOME} \"x\"", "a\\b"));
        expected.addAll(arguments);
        assertThat(Files.readString(recorded)).isEqualTo(String.join("\0", expected) + "\0");
    }

    private CommandRunner.Output list(List<McpServer> servers) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "HOME", home.toString(),
                "PATH", "/usr/bin:/bin",
                "LANG", "C.UTF-8",
                "OPENCODE_DISABLE_AUTOUPDATE", "1",
                "OPENCODE_DISABLE_MODELS_FETCH", "1",
                "OPENCODE_DISABLE_DEFAULT_PLUGINS", "1",
                "OPENCODE_DISABLE_LSP_DOWNLOAD", "1",
                "OPENCODE_DISABLE_CLAUDE_CODE", "1",
                "npm_config_registry", "http://127.0.0.1:9/"));
        for (String kind : List.of("CONFIG", "DATA", "STATE", "CACHE")) {
            environment.put("XDG_" + kind + "_HOME", home.resolve(kind).toString());
        }
        environment.put(
                "OPENCODE_CONFIG_CONTENT", "{\"autoupdate\":false,\"mcp\":" + OpenCodeMcp.config(servers) + "}");
        List<String> command = List.of(RealCli.openCode().binary().toString(), "mcp", "list");
        return CommandRunner.run(new LaunchSpec(command, environment, home, LaunchSpec.Input.EMPTY), List.of(), LIMIT);
    }
}
