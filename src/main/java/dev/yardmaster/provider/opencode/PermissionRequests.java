package dev.yardmaster.provider.opencode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.json.JsonSlice;
import dev.yardmaster.mcp.McpServer;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.ApprovalSignal;
import dev.yardmaster.provider.Dialogue.Step;
import dev.yardmaster.provider.LaunchContext;
import dev.yardmaster.provider.Permissions;
import dev.yardmaster.provider.ToolDecision;
import dev.yardmaster.provider.ToolUse;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The permission requests of a session and of its sub-agents. If the service does not judge the session, they are answered at once. Without
 * an answer OpenCode waits for ever, and with a sub-agent also its parent. Not thread-safe.
 */
final class PermissionRequests {
    private final LaunchContext context;
    private final Set<String> open = new LinkedHashSet<>();

    PermissionRequests(LaunchContext context) {
        this.context = context;
    }

    Step onAsked(JsonNode event) {
        JsonNode properties = event.path("properties");
        String id = properties.path("id").asText();
        if (!context.judged()) {
            String reply = context.permissions() == Permissions.FULL ? RequestLines.allow(id) : RequestLines.reject(id);
            return new Step(List.of(new AgentEvent.ProviderRaw(Json.slice(event))), List.of(reply));
        }
        if (!open.add(id)) {
            return Step.nothing();
        }
        return Step.approvals(new ApprovalSignal.Requested(
                id, properties.path("tool").path("callID").asText(""), use(properties), Optional.empty()));
    }

    Step onDecision(String request, ToolDecision decision) {
        if (!open.remove(request)) {
            return Step.nothing();
        }
        return Step.reply(
                switch (decision) {
                    case ToolDecision.Allow _ -> RequestLines.allow(request);
                    case ToolDecision.Deny(String message) -> RequestLines.deny(request, message);
                });
    }

    /** OpenCode has an answer. If it is not ours, OpenCode has rejected the request with another one of the same session. */
    Step onReplied(String request) {
        return open.remove(request)
                ? Step.approvals(new ApprovalSignal.Withdrawn(request, "OpenCode has answered the request itself."))
                : Step.nothing();
    }

    /** OpenCode keeps the requests of a turn that was aborted, although nothing waits for their answers any more. */
    Step onTurnEnd() {
        List<ApprovalSignal> signals = new ArrayList<>();
        List<String> replies = new ArrayList<>();
        open.forEach(request -> {
            signals.add(new ApprovalSignal.Withdrawn(request, "The agent's turn has ended."));
            replies.add(RequestLines.reject(request));
        });
        open.clear();
        return new Step(List.of(), replies, signals);
    }

    private ToolUse use(JsonNode properties) {
        JsonNode metadata = properties.path("metadata");
        JsonSlice input = Json.slice(properties);
        String permission = properties.path("permission").asText();
        return switch (permission) {
            case "bash" ->
                ToolUse.command(
                        Json.text(metadata.path("command")).orElseGet(() -> String.join("\n", patterns(properties))),
                        input);
            case "edit" -> ToolUse.edit(edited(properties, metadata), input);
            case "read", "glob", "grep", "list", "lsp" -> ToolUse.read(read(permission, properties, metadata), input);
            case "webfetch" -> ToolUse.other(ToolUse.WEB_FETCH, input);
            case "websearch" -> ToolUse.other(ToolUse.WEB_SEARCH, input);
            case "task" -> ToolUse.internal(ToolUse.AGENT, input);
            case "skill", "todowrite", "todoread" -> ToolUse.internal(permission, input);
            case "external_directory" ->
                new ToolUse(ToolUse.Kind.OTHER, permission, Optional.empty(), patterns(properties), input);
            default -> ToolUse.other(mcpTool(permission), input);
        };
    }

    private static List<String> edited(JsonNode properties, JsonNode metadata) {
        List<String> files = Stream.concat(
                        Stream.of(metadata.path("filepath")),
                        StreamSupport.stream(metadata.path("files").spliterator(), false)
                                .flatMap(file -> Stream.of(
                                        file.path("filePath"), file.path("movePath"), file.path("relativePath"))))
                .flatMap(path -> Json.text(path).stream())
                .distinct()
                .toList();
        return files.isEmpty() ? patterns(properties) : files;
    }

    /** The patterns of a search are no paths. */
    private static List<String> read(String permission, JsonNode properties, JsonNode metadata) {
        return permission.equals("read") || permission.equals("list")
                ? patterns(properties)
                : Json.text(metadata.path("path")).stream().toList();
    }

    private static List<String> patterns(JsonNode properties) {
        return StreamSupport.stream(properties.path("patterns").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    /** OpenCode joins the names of an MCP server and its tool by {@code _}. Only the servers of the agent are known here. */
    private String mcpTool(String name) {
        return context.mcpServers().stream()
                .map(McpServer::name)
                .filter(server -> name.startsWith(toolPrefix(server)))
                .findFirst()
                .map(server ->
                        ToolUse.mcp(server, name.substring(toolPrefix(server).length())))
                .orElse(name);
    }

    private static String toolPrefix(String server) {
        return server.replaceAll("[^A-Za-z0-9_-]", "_") + "_";
    }
}
