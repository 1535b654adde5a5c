package dev.yardmaster.provider.opencode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.yardmaster.mcp.McpServer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Builds the {@code mcp} section of OpenCode's configuration. */
final class OpenCodeMcp {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private OpenCodeMcp() {}

    /** One entry per server, under its name. Write the node as JSON text and do not convert it: some of its texts are raw JSON. */
    static ObjectNode config(List<McpServer> servers) {
        ObjectNode section = JSON.objectNode();
        servers.forEach(server -> section.set(server.name(), entry(server)));
        return section;
    }

    private static ObjectNode entry(McpServer server) {
        ObjectNode entry = JSON.objectNode();
        switch (server) {
            case McpServer.Stdio stdio -> {
                ArrayNode command =
                        entry.put("type", "local").putArray("command").add(text(stdio.command()));
                stdio.arguments().forEach(argument -> command.add(text(argument)));
                entry.set("environment", texts(stdio.environment()));
            }
            // OpenCode tries both transports itself.
            case McpServer.Http http -> {
                entry.put("type", "remote").set("url", text(http.url()));
                entry.set("headers", texts(http.headers()));
            }
        }
        return entry.put("enabled", true);
    }

    private static ObjectNode texts(Map<String, String> map) {
        ObjectNode object = JSON.objectNode();
        new TreeMap<>(map).forEach((name, value) -> object.set(name, text(value)));
        return object;
    }

    /**
     * Protects texts that OpenCode would replace. In its configuration text, before it parses it, OpenCode replaces <code>{env:NAME}</code>
     * with an environment variable and <code>{file:PATH}</code> with the content of a file (seen with 1.18.33). It does not recognize a
     * brace that is escaped for JSON.
     */
    private static JsonNode text(String value) {
        JsonNode plain = JSON.textNode(value);
        String json = plain.toString();
        String hidden = json.replace("{env:", "\\u007benv:").replace("{file:", "\\u007bfile:");
        return hidden.equals(json) ? plain : JSON.rawValueNode(new RawValue(hidden));
    }
}
