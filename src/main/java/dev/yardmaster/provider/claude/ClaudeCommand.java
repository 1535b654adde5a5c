package dev.yardmaster.provider.claude;

import dev.yardmaster.mcp.McpServers;
import dev.yardmaster.provider.LaunchContext;
import dev.yardmaster.provider.LaunchRequest;
import dev.yardmaster.provider.LaunchRequest.Conversation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Builds the command line of a session and the files that it names, for Claude Code 2.1.332. */
final class ClaudeCommand {
    private final LaunchRequest request;
    private final LaunchContext context;
    private final Path instructions;
    private final Path mcpConfig;

    ClaudeCommand(LaunchRequest request) {
        this.request = request;
        context = request.context();
        instructions = context.scratch().resolve("instructions.md");
        mcpConfig = context.scratch().resolve("mcp.json");
    }

    /** The program and its arguments. */
    List<String> command() {
        List<String> command = new ArrayList<>(request.executable().command("-p", "--input-format", "stream-json"));
        command.addAll(List.of("--output-format", "stream-json", "--verbose", "--include-partial-messages"));
        command.addAll(instructions());
        command.addAll(mcpServers());
        command.addAll(permissions());
        command.addAll(noOwnWorktrees());
        command.addAll(noSlashCommands());
        command.addAll(conversation());
        request.model().ifPresent(model -> command.addAll(List.of("--model", model)));
        return command;
    }

    Map<Path, String> files() {
        Map<Path, String> files = new HashMap<>();
        context.instructions().ifPresent(text -> files.put(instructions, text));
        if (!context.mcpServers().isEmpty()) {
            files.put(mcpConfig, ClaudeMcp.config(context.mcpServers()));
        }
        return files;
    }

    /**
     * Appends our instructions to Claude Code's own system prompt. A resumed conversation would keep the instructions that it started with;
     * {@code --system-prompt-snapshot off} makes Claude Code build the system prompt again.
     */
    private List<String> instructions() {
        List<String> file = context.instructions().isEmpty()
                ? List.of()
                : List.of("--append-system-prompt-file", instructions.toString());
        return isResumed() ? concat(file, List.of("--system-prompt-snapshot", "off")) : file;
    }

    /**
     * With servers of its own, an agent gets these and no others; an agent without servers uses those of the user's Claude Code
     * configuration, beside the service's own server. {@code --mcp-config} reads all following words up to the next option as values, so it
     * must not be the last option.
     */
    private List<String> mcpServers() {
        if (context.mcpServers().isEmpty()) {
            return List.of();
        }
        List<String> file = List.of("--mcp-config", mcpConfig.toString());
        boolean configured =
                context.mcpServers().stream().anyMatch(server -> !server.name().equals(McpServers.OWN));
        return configured ? concat(file, List.of("--strict-mcp-config")) : file;
    }

    /**
     * Claude Code denies what it would have to ask for, because no person can answer. {@code acceptEdits} would therefore deny every MCP
     * tool, so the agent's own servers are allowed by name. {@code plan} writes nothing, whatever the user's settings allow; it denies MCP
     * tools too, because their effects are unknown.
     */
    private List<String> permissions() {
        return ToolRequests.asksAfterHook(context)
                ? concat(mode(), List.of("--permission-prompt-tool", "stdio"))
                : mode();
    }

    private List<String> mode() {
        return switch (context.permissions()) {
            case ASK -> List.of("--permission-mode", "default");
            case FULL -> List.of("--dangerously-skip-permissions");
            case EDIT -> concat(allowedServers(), List.of("--permission-mode", "acceptEdits"));
            case READ_ONLY -> List.of("--permission-mode", "plan");
        };
    }

    private List<String> allowedServers() {
        String servers = context.mcpServers().stream()
                .map(server -> "mcp__" + server.name().replaceAll("[^A-Za-z0-9_-]", "_"))
                .collect(Collectors.joining(","));
        return servers.isEmpty() ? List.of() : List.of("--allowedTools", servers);
    }

    /**
     * Keeps the agent in the directory of its session: work in a worktree of Claude Code's own would not be found there. Like
     * {@code --mcp-config}, the option must not be the last one.
     */
    private static List<String> noOwnWorktrees() {
        return List.of("--disallowedTools", "EnterWorktree");
    }

    /**
     * Makes sure that the text of a task or of another agent never runs as a command: {@code /clear}, for example, would delete the
     * conversation. The option also turns off all skills, including the project's, because Claude Code treats skills and commands alike.
     */
    private static List<String> noSlashCommands() {
        return List.of("--disable-slash-commands");
    }

    private List<String> conversation() {
        Conversation conversation = request.conversation();
        return conversation
                .resumed()
                .map(earlier -> List.of("--resume", earlier))
                .orElseGet(() -> List.of("--session-id", conversation.session().toString()));
    }

    private boolean isResumed() {
        return request.conversation().resumed().isPresent();
    }

    private static List<String> concat(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
