package dev.yardmaster.provider.claude;

import dev.yardmaster.provider.LaunchContext;
import dev.yardmaster.provider.LaunchRequest;
import dev.yardmaster.provider.LaunchRequest.Conversation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The command line of a session and the files that it names, as Claude Code 2.1.329 wants them. */
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
    List<String> words() {
        List<String> words = new ArrayList<>(request.executable().command("-p", "--input-format", "stream-json"));
        words.addAll(List.of("--output-format", "stream-json", "--verbose", "--include-partial-messages"));
        words.addAll(instructions());
        words.addAll(mcpServers());
        words.addAll(permissions());
        words.addAll(plainMessages());
        words.addAll(conversation());
        request.model().ifPresent(model -> words.addAll(List.of("--model", model)));
        return words;
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
     * Added behind Claude Code's own system prompt. A resumed conversation would go on under the instructions it began with, unless its
     * prompt is made anew.
     */
    private List<String> instructions() {
        if (context.instructions().isEmpty()) {
            return List.of();
        }
        List<String> file = List.of("--append-system-prompt-file", instructions.toString());
        return isResumed() ? joined(file, List.of("--system-prompt-snapshot", "off")) : file;
    }

    /**
     * These servers and no others: what the user has configured for Claude Code itself counts only where an agent is given none. The first
     * option takes all words up to the next option, so it can't be the last.
     */
    private List<String> mcpServers() {
        return context.mcpServers().isEmpty()
                ? List.of()
                : List.of("--mcp-config", mcpConfig.toString(), "--strict-mcp-config");
    }

    /**
     * What would be asked for is refused, since nobody answers. With {@code acceptEdits} that would be every tool of a server, so those
     * that the agent was given are allowed. In {@code plan} nothing is written, whatever the user's settings allow; tools of servers are
     * refused there too, as what they do is not known.
     */
    private List<String> permissions() {
        return switch (context.permissions()) {
            case FULL -> List.of("--dangerously-skip-permissions");
            case EDIT -> joined(allowedServers(), List.of("--permission-mode", "acceptEdits"));
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
     * What a task or another agent says is never a command: a {@code /clear} would wipe out the conversation, and is refused so. It takes
     * the skills away as well, those of the project too, as both are one thing to Claude Code.
     */
    private static List<String> plainMessages() {
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

    private static List<String> joined(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
