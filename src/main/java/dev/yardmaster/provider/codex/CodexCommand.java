package dev.yardmaster.provider.codex;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.LaunchMode;
import dev.yardmaster.provider.LaunchRequest;
import dev.yardmaster.provider.Permissions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Builds the command lines of Codex. Analytics are off: users have not asked for them, and if they can't be sent, every exit takes 5
 * seconds longer (0.169.0). The user's plugins stay on.
 */
record CodexCommand(LaunchRequest request) {
    private static final List<String> ALWAYS = List.of("-c", "analytics.enabled=false");

    static List<String> appServer(Executable executable) {
        List<String> command = new ArrayList<>(executable.command("app-server"));
        command.addAll(ALWAYS);
        return command;
    }

    List<String> command() {
        List<String> command = request.mode() == LaunchMode.ONE_SHOT ? exec() : appServer(request.executable());
        if (request.mode() == LaunchMode.ONE_SHOT) {
            CodexMcpServers.argument(request.context()).ifPresent(servers -> command.addAll(List.of("-c", servers)));
            request.conversation().resumed().ifPresent(id -> command.addAll(List.of("resume", id)));
            // The prompt is read from standard input.
            command.add("-");
        }
        return command;
    }

    /**
     * The instructions of a one-shot session, which replace Codex's own: it reads no additional instructions from a file, and arguments are
     * visible to every user of the machine. The app-server gets its instructions through the protocol.
     */
    Map<Path, String> files() {
        return request.mode() == LaunchMode.ONE_SHOT
                ? request.context()
                        .instructions()
                        .map(text -> Map.of(instructions(), text))
                        .orElse(Map.of())
                : Map.of();
    }

    /** Without {@code --ephemeral}, because such a conversation can't be resumed (0.169.0). */
    private List<String> exec() {
        List<String> command = new ArrayList<>(request.executable().command("exec", "--json", "--skip-git-repo-check"));
        command.addAll(permissions());
        command.addAll(List.of("--cd", request.directory().toString()));
        request.model().ifPresent(model -> command.addAll(List.of("--model", model)));
        command.addAll(ALWAYS);
        Optional.of(files())
                .filter(files -> !files.isEmpty())
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
