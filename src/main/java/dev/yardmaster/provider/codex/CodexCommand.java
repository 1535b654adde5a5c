package dev.yardmaster.provider.codex;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.LaunchMode;
import dev.yardmaster.provider.LaunchRequest;
import dev.yardmaster.provider.Permissions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Builds the command lines of Codex. Analytics are off: users have not asked for them, and if they can't be sent, every exit takes 5
 * seconds longer (0.169.0). The user's plugins stay on.
 */
final class CodexCommand {
    private static final List<String> ALWAYS = List.of("-c", "analytics.enabled=false");

    private final LaunchRequest request;
    /** Those of a one-shot session: the app-server gets its servers through the protocol. */
    private final Optional<ExecMcpServers> servers;

    /** @throws YardmasterException with {@code INVALID_REQUEST} if a one-shot session can't use an MCP server */
    CodexCommand(LaunchRequest request) {
        this.request = request;
        this.servers = Optional.of(request)
                .filter(it -> it.mode() == LaunchMode.ONE_SHOT)
                .map(it -> new ExecMcpServers(it.context()));
    }

    static List<String> appServer(Executable executable) {
        List<String> command = new ArrayList<>(executable.command("app-server"));
        command.addAll(ALWAYS);
        return command;
    }

    List<String> command() {
        List<String> command = request.mode() == LaunchMode.ONE_SHOT ? exec() : appServer(request.executable());
        if (request.mode() == LaunchMode.ONE_SHOT) {
            servers.flatMap(ExecMcpServers::argument).ifPresent(argument -> command.addAll(List.of("-c", argument)));
            request.conversation().resumed().ifPresent(id -> command.addAll(List.of("resume", id)));
            // The prompt is read from standard input.
            command.add("-");
        }
        return command;
    }

    /**
     * The files of a one-shot session: those of its MCP servers, and its instructions. These replace Codex's own instructions: it reads no
     * additional instructions from a file, and arguments are visible to every user of the machine. The app-server gets all of it through
     * the protocol.
     */
    Map<Path, String> files() {
        Map<Path, String> files = new HashMap<>();
        servers.ifPresent(it -> {
            files.putAll(it.files());
            request.context().instructions().ifPresent(text -> files.put(instructions(), text));
        });
        return files;
    }

    /** The environment variables that the command line refers to. */
    Map<String, String> environment() {
        return servers.map(ExecMcpServers::environment).orElse(Map.of());
    }

    /** Without {@code --ephemeral}, because such a conversation can't be resumed (0.169.0). */
    private List<String> exec() {
        List<String> command = new ArrayList<>(request.executable().command("exec", "--json", "--skip-git-repo-check"));
        command.addAll(permissions());
        command.addAll(List.of("--cd", request.directory().toString()));
        request.model().ifPresent(model -> command.addAll(List.of("--model", model)));
        command.addAll(ALWAYS);
        request.context()
                .instructions()
                .ifPresent(_ -> command.addAll(List.of(
                        "-c",
                        "model_instructions_file="
                                + TextNode.valueOf(instructions().toString()))));
        return command;
    }

    private List<String> permissions() {
        Permissions permissions = request.context().permissions();
        return permissions == Permissions.FULL
                ? List.of("--dangerously-bypass-approvals-and-sandbox")
                : List.of("--sandbox", AppServerRequests.sandbox(permissions));
    }

    private Path instructions() {
        return request.context().scratch().resolve("instructions.md");
    }
}
