package dev.yardmaster.testkit.llm;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;

/** A call of one of the CLI's tools, by the tool's name. */
public record ToolCall(String name, ObjectNode input) {
    /** A call of Claude Code's tool that writes a file, by its absolute path. */
    public static ToolCall write(Path file, String content) {
        return new ToolCall("Write", object().put("file_path", file.toString()).put("content", content));
    }

    /** A call of Claude Code's tool that runs a shell command. */
    public static ToolCall bash(String command) {
        return new ToolCall("Bash", object().put("command", command).put("description", "run a command"));
    }

    /** A call of Claude Code's tool that runs a shell command which outlives the turn. */
    public static ToolCall bashInBackground(String command) {
        ToolCall call = bash(command);
        return new ToolCall(call.name(), call.input().put("run_in_background", true));
    }

    /** A call of Codex's tool that runs a shell command. After 30 s, its longest wait, Codex continues while the command still runs. */
    public static ToolCall execCommand(String command) {
        return new ToolCall("exec_command", object().put("cmd", command).put("yield_time_ms", 30_000));
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
