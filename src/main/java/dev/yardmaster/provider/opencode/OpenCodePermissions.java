package dev.yardmaster.provider.opencode;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.mcp.McpServers;
import dev.yardmaster.provider.LaunchContext;
import dev.yardmaster.provider.Permissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Translates our permissions into OpenCode's rules. The last rule that matches a tool applies, and OpenCode does not offer denied tools to
 * the model. Sub-agents inherit what is denied, but not what is allowed (1.18.33).
 */
final class OpenCodePermissions {
    private static final List<String> READ_TOOLS =
            List.of("read", "glob", "grep", "list", "lsp", "skill", "todowrite", "todoread", "webfetch", "websearch");

    /** Also denied by name, because the user's own rule for that name would otherwise override {@code *}. */
    private static final List<String> CHANGING_TOOLS = List.of("edit", "bash", "task", "external_directory");

    /** The tools of the service, which change no files. */
    private static final String OWN_TOOLS = McpServers.OWN + "_*";

    private OpenCodePermissions() {}

    /** Tools whose rules of the user must not decide instead of the service. */
    private static final List<String> ASKED_TOOLS = List.of(
            "bash",
            "edit",
            "read",
            "glob",
            "grep",
            "list",
            "lsp",
            "skill",
            "task",
            "webfetch",
            "websearch",
            "external_directory",
            "doom_loop");

    /** The permissions as the rules of a session. */
    static ArrayNode rules(LaunchContext context) {
        ArrayNode rules = Json.MAPPER.createArrayNode();
        (context.judged() ? asked() : actions(context.permissions()))
                .forEach((tool, action) -> rules.addObject()
                        .put("permission", tool)
                        .put("pattern", "*")
                        .put("action", action));
        return rules;
    }

    /** The rules of a server on which all sessions ask. Sub-agents get these, not those of the session. */
    static ObjectNode askedSection() {
        ObjectNode section = Json.object();
        asked().forEach(section::put);
        return section;
    }

    private static Map<String, String> asked() {
        Map<String, String> actions = new LinkedHashMap<>();
        actions.put("*", "ask");
        ASKED_TOOLS.forEach(tool -> actions.put(tool, "ask"));
        // No person is available to answer.
        actions.put("question", "deny");
        return actions;
    }

    /** The permissions as the {@code permission} section of the configuration. */
    static ObjectNode section(Permissions permissions) {
        ObjectNode section = Json.object();
        actions(permissions).forEach(section::put);
        return section;
    }

    private static Map<String, String> actions(Permissions permissions) {
        Map<String, String> actions = new LinkedHashMap<>();
        switch (permissions) {
            // In one-shot mode, which can't ask, such a session is refused before.
            case ASK -> actions.put("*", "deny");
            case FULL -> actions.put("*", "allow");
            case EDIT -> {
                actions.put("edit", "allow");
                actions.put("bash", "deny");
                actions.put("external_directory", "deny");
            }
            case READ_ONLY -> {
                actions.put("*", "deny");
                CHANGING_TOOLS.forEach(tool -> actions.put(tool, "deny"));
                READ_TOOLS.forEach(tool -> actions.put(tool, "allow"));
                actions.put(OWN_TOOLS, "allow");
            }
        }
        // No person is available to answer.
        actions.put("question", "deny");
        return actions;
    }
}
