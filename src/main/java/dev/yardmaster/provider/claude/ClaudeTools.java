package dev.yardmaster.provider.claude;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.json.JsonSlice;
import dev.yardmaster.provider.ToolUse;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Describes the tools of Claude Code 2.1.332 in the form that all providers share. */
final class ClaudeTools {
    private static final Pattern MCP = Pattern.compile("mcp__(.+?)__(.+)");

    private ClaudeTools() {}

    static ToolUse use(String tool, JsonNode input) {
        JsonSlice slice = Json.slice(input);
        return switch (tool) {
            case "Bash", "Monitor" ->
                input.hasNonNull("command")
                        ? ToolUse.command(input.path("command").asText(), slice)
                        : ToolUse.other(tool, slice);
            case "Write", "Edit", "MultiEdit", "NotebookEdit" -> ToolUse.edit(paths(input), slice);
            case "Glob" -> ToolUse.read(searched(input), slice);
            case "Read", "Grep", "LS", "NotebookRead" -> ToolUse.read(paths(input), slice);
            case "WebFetch" -> ToolUse.other(ToolUse.WEB_FETCH, slice);
            case "WebSearch" -> ToolUse.other(ToolUse.WEB_SEARCH, slice);
            case "Task", "Agent" -> ToolUse.internal(ToolUse.AGENT, slice);
            case "TodoWrite",
                    "TodoRead",
                    "TaskCreate",
                    "TaskUpdate",
                    "TaskList",
                    "TaskGet",
                    "TaskOutput",
                    "TaskStop",
                    "BashOutput",
                    "KillShell",
                    "ToolSearch",
                    "StructuredOutput" -> ToolUse.internal(tool, slice);
            default -> ToolUse.other(other(tool), slice);
        };
    }

    private static String other(String tool) {
        Matcher mcp = MCP.matcher(tool);
        return mcp.matches() ? ToolUse.mcp(mcp.group(1), mcp.group(2)) : tool;
    }

    /** A pattern for files can lead out of the directory in which it is looked for. */
    private static List<String> searched(JsonNode input) {
        String pattern = input.path("pattern").asText("");
        boolean leads = pattern.startsWith("/") || pattern.startsWith("~") || pattern.contains("..");
        return leads ? Stream.concat(paths(input).stream(), Stream.of(pattern)).toList() : paths(input);
    }

    private static List<String> paths(JsonNode input) {
        return Stream.of("file_path", "notebook_path", "path")
                .flatMap(field -> Json.text(input.path(field)).stream())
                .toList();
    }
}
