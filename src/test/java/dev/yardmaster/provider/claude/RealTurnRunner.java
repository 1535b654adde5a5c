package dev.yardmaster.provider.claude;

import dev.yardmaster.mcp.McpServer;
import dev.yardmaster.provider.EventTexts;
import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.LaunchContext;
import dev.yardmaster.provider.LaunchMode;
import dev.yardmaster.provider.LaunchRequest;
import dev.yardmaster.provider.LaunchRequest.Conversation;
import dev.yardmaster.provider.OneTurn;
import dev.yardmaster.provider.Permissions;
import dev.yardmaster.testkit.cli.RealClaude;
import dev.yardmaster.testkit.cli.RealCli;
import dev.yardmaster.testkit.llm.LlmEndpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Runs turns of the installed Claude Code through its provider and its dialogue. */
final class RealTurnRunner {
    private final ClaudeCodeProvider provider = new ClaudeCodeProvider(Map.of(), false);
    private final RealClaude claude = RealCli.claude();
    private final Path home;
    private final LlmEndpoint api;

    /** @param home a private directory for the working directory and the files of the session */
    RealTurnRunner(Path home, LlmEndpoint api) throws IOException {
        this.home = home;
        this.api = api;
        Files.createDirectories(work());
    }

    Path work() {
        return home.resolve("work");
    }

    /** The directory of Claude Code's settings. */
    Path settings() {
        return Path.of(environment().get("CLAUDE_CONFIG_DIR"));
    }

    Executable executable() {
        return new Executable("claude-code", provider.id(), claude.binary().toString(), List.of(), environment());
    }

    /** Runs a turn with these MCP servers and returns its events as {@link EventTexts} formats them. */
    List<String> withServers(Permissions permissions, McpServer... servers) throws Exception {
        return run(
                new LaunchContext(Optional.empty(), List.of(servers), permissions, scratch()),
                "Do it",
                Optional.empty());
    }

    /** Runs the turn in a session that accepts more messages. */
    List<String> bidirectional(McpServer... servers) throws Exception {
        return run(
                LaunchMode.BIDIRECTIONAL,
                new LaunchContext(Optional.empty(), List.of(servers), Permissions.FULL, scratch()),
                "Do it",
                Optional.empty());
    }

    /** Runs a turn with these instructions. */
    List<String> withInstructions(String instructions, Optional<String> resumed) throws Exception {
        return run(
                new LaunchContext(Optional.of(instructions), List.of(), Permissions.FULL, scratch()), "Do it", resumed);
    }

    /** Runs a turn with this message. */
    List<String> withMessage(String message) throws Exception {
        return run(LaunchContext.none(scratch()), message, Optional.empty());
    }

    private List<String> run(LaunchContext context, String message, Optional<String> resumed) throws Exception {
        return run(LaunchMode.ONE_SHOT, context, message, resumed);
    }

    private List<String> run(LaunchMode mode, LaunchContext context, String message, Optional<String> resumed)
            throws Exception {
        LaunchRequest request = new LaunchRequest(
                executable(),
                mode,
                Optional.of("mock"),
                work(),
                new Conversation(UUID.randomUUID(), resumed, Optional.of(message)),
                context,
                Map.of());
        return OneTurn.run(provider, request);
    }

    private Path scratch() {
        return home.resolve("scratch");
    }

    private Map<String, String> environment() {
        return claude.environment(home, api.url());
    }
}
