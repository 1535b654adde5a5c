package dev.yardmaster.provider.opencode;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.provider.Permissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Our permissions in OpenCode's words: the last rule that matches a tool counts, and a denied tool is not even offered to the model.
 * Sub-agents take over what is denied, not what is allowed (1.18.33).
 */
final class OpenCodePermissions {
    private static final List<String> READING =
            List.of("read", "glob", "grep", "list", "lsp", "skill", "todowrite", "todoread", "webfetch", "websearch");

    /** Denied by name too: in the configuration the user's own rule of that name would count otherwise. */
    private static final List<String> CHANGING = List.of("edit", "bash", "task", "external_directory");

    private OpenCodePermissions() {}

    /** As the rules of a session. */
    static ArrayNode rules(Permissions permissions) {
        ArrayNode rules = Json.MAPPER.createArrayNode();
        actions(permissions)
                .forEach((tool, action) -> rules.addObject()
                        .put("permission", tool)
                        .put("pattern", "*")
                        .put("action", action));
        return rules;
    }

    /** As the {@code permission} section of the configuration. */
    static ObjectNode section(Permissions permissions) {
        ObjectNode section = Json.object();
        actions(permissions).forEach(section::put);
        return section;
    }

    private static Map<String, String> actions(Permissions permissions) {
        Map<String, String> actions = new LinkedHashMap<>();
        switch (permissions) {
            case FULL -> actions.put("*", "allow");
            case EDIT -> {
                actions.put("edit", "allow");
                actions.put("bash", "deny");
                actions.put("external_directory", "deny");
            }
            case READ_ONLY -> {
                actions.put("*", "deny");
                CHANGING.forEach(tool -> actions.put(tool, "deny"));
                READING.forEach(tool -> actions.put(tool, "allow"));
            }
        }
        // Nobody is there to answer.
        actions.put("question", "deny");
        return actions;
    }
}
