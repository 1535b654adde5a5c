package dev.yardmaster.provider.opencode;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.provider.McpServer;
import java.util.List;

/** The {@code mcp} section of OpenCode's configuration. */
final class OpenCodeMcp {
    private OpenCodeMcp() {}

    /** One entry a server, under its name. */
    static ObjectNode config(List<McpServer> servers) {
        ObjectNode section = Json.object();
        for (McpServer server : servers) {
            ObjectNode entry = section.putObject(server.name()).put("enabled", true);
            switch (server) {
                case McpServer.Stdio stdio -> {
                    entry.put("type", "local").putArray("command").add(stdio.command());
                    stdio.arguments().forEach(entry.withArray("command")::add);
                    ObjectNode environment = entry.putObject("environment");
                    stdio.environment().forEach(environment::put);
                }
                case McpServer.Http http -> {
                    entry.put("type", "remote").put("url", http.url());
                    ObjectNode headers = entry.putObject("headers");
                    http.headers().forEach(headers::put);
                }
            }
        }
        return section;
    }
}
