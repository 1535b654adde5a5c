package dev.yardmaster.provider.codex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.provider.ApprovalSignal;
import dev.yardmaster.provider.Dialogue.Step;
import dev.yardmaster.provider.ToolDecision;
import dev.yardmaster.provider.ToolUse;
import dev.yardmaster.shell.ShellCommand;
import dev.yardmaster.shell.ShellParser;
import dev.yardmaster.shell.ShellWord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The approvals that the app-server requests, for its threads and those of sub-agents. With the policy {@code untrusted} it asks before
 * every command, every change of files and every call of an MCP server (0.169.0). Not thread-safe.
 */
final class CodexApprovals {
    private static final String COMMAND = "item/commandExecution/requestApproval";
    private static final String FILES = "item/fileChange/requestApproval";
    private static final String ELICITATION = "mcpServer/elicitation/request";

    private final boolean judged;
    private final Path directory;
    private final AppServerRequests requests;
    /** The requests that wait for a decision, by the text of their ids. */
    private final Map<String, ObjectNode> open = new LinkedHashMap<>();
    /** The files of the changes that may be asked for, by item: the requests do not name them. */
    private final Map<String, List<String>> changes = new HashMap<>();

    /** @param directory the working directory of the agent */
    CodexApprovals(boolean judged, Path directory, AppServerRequests requests) {
        this.judged = judged;
        this.directory = directory;
        this.requests = requests;
    }

    /** Takes note of a change of files that begins. */
    void observe(ObjectNode notification) {
        JsonNode item = notification.path("params").path("item");
        if (!judged || !item.path("type").asText().equals("fileChange")) {
            return;
        }
        String id = item.path("id").asText();
        switch (notification.path("method").asText()) {
            case "item/started" -> changes.put(id, files(item.path("changes")));
            case "item/completed" -> changes.remove(id);
            default -> {}
        }
    }

    /** A file that moves is changed in both places. */
    private static List<String> files(JsonNode changes) {
        List<String> files = new ArrayList<>();
        for (JsonNode change : changes) {
            files.add(change.path("path").asText());
            Json.text(change.path("kind").path("move_path"))
                    .or(() -> Json.text(change.path("kind").path("movePath")))
                    .ifPresent(files::add);
        }
        return files;
    }

    Step onRequest(ObjectNode request) {
        JsonNode params = request.path("params");
        Optional<ToolUse> use = judged ? use(request.path("method").asText(), params) : Optional.empty();
        if (use.isEmpty()) {
            return ApprovalRejector.reject(request);
        }
        String id = request.path("id").asText();
        open.put(id, request);
        return Step.approvals(new ApprovalSignal.Requested(
                id, params.path("itemId").asText(""), use.get(), Json.text(params.path("reason"))));
    }

    private Optional<ToolUse> use(String method, JsonNode params) {
        return switch (method) {
            case COMMAND ->
                Optional.of(
                        params.hasNonNull("command")
                                ? ToolUse.command(inDirectory(params), Json.slice(params))
                                : ToolUse.other("network", Json.slice(params)));
            case FILES ->
                Optional.of(ToolUse.edit(
                        changes.getOrDefault(params.path("itemId").asText(), List.of()), Json.slice(params)));
            case ELICITATION ->
                params.path("_meta").path("codex_approval_kind").asText().equals("mcp_tool_call")
                        ? Optional.of(ToolUse.other(
                                ToolUse.mcp(
                                        params.path("serverName").asText(),
                                        params.path("_meta").path("tool_name").asText()),
                                Json.slice(params.path("_meta").path("tool_params"))))
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    /** The model can choose another directory for a command, which changes what the command does. */
    private String inDirectory(JsonNode params) {
        String script = script(params.path("command").asText());
        return Json.text(params.path("cwd"))
                .filter(cwd -> !isDirectory(cwd))
                .map(cwd -> "cd '" + cwd.replace("'", "'\\''") + "'\n" + script)
                .orElse(script);
    }

    private boolean isDirectory(String cwd) {
        try {
            return Path.of(cwd).equals(directory) || Files.isSameFile(Path.of(cwd), directory);
        } catch (IOException | InvalidPathException _) {
            return false;
        }
    }

    /** Codex runs each command as {@code /bin/bash -lc TEXT}, which is not what the model wrote. */
    private static String script(String command) {
        return ShellParser.parse(command)
                .filter(commands -> commands.size() == 1)
                .map(List::getFirst)
                .filter(only -> only.redirections().isEmpty() && !only.assignments())
                .map(ShellCommand::words)
                .filter(words -> words.size() == 3
                        && words.getFirst().text().matches("/(?:usr/)?bin/(?:ba|z|da)?sh")
                        && words.get(1).text().matches("-l?c"))
                .map(List::getLast)
                .filter(ShellWord::fixed)
                .map(ShellWord::text)
                .orElse(command);
    }

    Step onDecision(String id, ToolDecision decision) {
        ObjectNode request = open.remove(id);
        if (request == null) {
            return Step.nothing();
        }
        boolean elicitation = request.path("method").asText().equals(ELICITATION);
        boolean allowed = decision instanceof ToolDecision.Allow;
        ObjectNode reply = Json.object();
        reply.set("id", request.path("id"));
        ObjectNode result = reply.putObject("result");
        if (elicitation) {
            result.put("action", allowed ? "accept" : "decline");
            result.putNull("content");
        } else {
            result.put("decision", allowed ? "accept" : "decline");
        }
        // An answer has no place for a reason.
        List<String> replies = decision instanceof ToolDecision.Deny(String message)
                ? List.of(
                        requests.addReason(
                                request.path("params").path("threadId").asText(), message),
                        reply.toString())
                : List.of(reply.toString());
        return new Step(List.of(), replies);
    }

    /** After the end of a turn Codex waits for none of its decisions, and it does not report that. */
    Step onTurnEnd(JsonNode params) {
        String turn = params.path("turn").path("id").asText();
        List<ApprovalSignal> signals = new ArrayList<>();
        open.values().removeIf(request -> {
            boolean over = request.path("params").path("turnId").asText().equals(turn);
            if (over) {
                signals.add(new ApprovalSignal.Withdrawn(request.path("id").asText(), "The agent's turn has ended."));
            }
            return over;
        });
        return new Step(List.of(), List.of(), signals);
    }
}
