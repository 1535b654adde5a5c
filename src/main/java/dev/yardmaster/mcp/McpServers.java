package dev.yardmaster.mcp;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Merges and validates the MCP servers of a session. */
public final class McpServers {
    /** The name of the service's own server, which every session gets. */
    public static final String OWN = "yardmaster";

    private static final int MAX_SHOWN = 64;

    /** The names that every CLI accepts. The strictest CLI refuses other names when a session starts. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_:@/.-]{1,64}");

    /** The characters that CLIs replace by {@code _} in the names of tools. No CLI changes upper or lower case. */
    private static final Pattern NOT_IN_TOOL_NAMES = Pattern.compile("[^A-Za-z0-9_-]");

    private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    private static final Pattern HEADER_VALUE = Pattern.compile("[\\t\\P{Cntrl}]*");

    private McpServers() {}

    /**
     * Returns the servers of a session: those of the project and of the agent. If both have a server with the same name, the agent's is used.
     * Call {@link #check} with the result, because different names can collide in the names of tools.
     */
    public static List<McpServer> merge(List<McpServer> project, List<McpServer> agent) {
        Map<String, McpServer> merged = new LinkedHashMap<>();
        project.forEach(server -> merged.put(server.name(), server));
        agent.forEach(server -> merged.put(server.name(), server));
        return List.copyOf(merged.values());
    }

    /**
     * Checks that every CLI can use the servers of users. The name {@value #OWN} is reserved.
     *
     * @throws YardmasterException with {@code INVALID_REQUEST}; the message contains the server's name and what to change
     */
    public static void check(List<McpServer> servers) {
        servers.forEach(McpServers::check);
        checkDistinct(servers);
    }

    private static void check(McpServer server) {
        if (!NAME.matcher(server.name()).matches()) {
            throw invalid(
                    server,
                    "needs another name: 1 to 64 letters, digits and characters of '_-.:/@'. CLIs use it in the names of its"
                            + " tools");
        }
        if (toolName(server).equalsIgnoreCase(OWN)) {
            throw invalid(server, "needs another name, because the server with Yardmaster's own tools has this one");
        }
        switch (server) {
            case McpServer.Stdio stdio -> check(stdio);
            case McpServer.Http http -> check(http);
        }
    }

    private static void check(McpServer.Stdio server) {
        if (server.command().isBlank()) {
            throw invalid(server, "has no command. Set it to the program to start");
        }
        refuseNul(server, "command", List.of(server.command()));
        refuseNul(server, "arguments", server.arguments());
        refuseNul(server, "environment", server.environment().values());
        server.environment().keySet().forEach(name -> {
            if (name.isEmpty() || name.contains("=") || name.indexOf('\0') >= 0) {
                throw invalid(
                        server,
                        "has the invalid environment variable '" + shown(name)
                                + "'. Its name must not be empty or contain '=' or NUL");
            }
        });
    }

    private static void check(McpServer.Http server) {
        McpUrl.problem(server.url()).ifPresent(problem -> {
            throw invalid(server, problem);
        });
        server.headers().forEach((name, value) -> {
            if (!HEADER_NAME.matcher(name).matches()) {
                throw invalid(
                        server, "has the header '" + shown(name) + "', whose name HTTP does not allow. Correct it");
            }
            if (!HEADER_VALUE.matcher(value).matches()) {
                throw invalid(
                        server, "has a control character, such as a line end, in its header " + name + ". Remove it");
            }
        });
    }

    private static void checkDistinct(List<McpServer> servers) {
        Map<String, McpServer> byToolName = new HashMap<>();
        for (McpServer server : servers) {
            String name = toolName(server);
            McpServer other = byToolName.putIfAbsent(name, server);
            if (other != null) {
                throw invalid(
                        server,
                        "can't be distinguished from the MCP server '" + other.name()
                                + "' in the names of tools (both are '" + name + "' there). Rename one of the two");
            }
        }
    }

    private static String toolName(McpServer server) {
        return NOT_IN_TOOL_NAMES.matcher(server.name()).replaceAll("_");
    }

    private static void refuseNul(McpServer server, String field, Collection<String> texts) {
        if (texts.stream().anyMatch(text -> text.indexOf('\0') >= 0)) {
            throw invalid(server, "has a NUL character in its " + field + ". Remove it");
        }
    }

    private static YardmasterException invalid(McpServer server, String problem) {
        return new YardmasterException(
                ErrorCode.INVALID_REQUEST, "The MCP server '" + shown(server.name()) + "' " + problem + ".");
    }

    private static String shown(String text) {
        String printable = text.replaceAll("\\p{Cntrl}", "?");
        return printable.length() <= MAX_SHOWN ? printable : printable.substring(0, MAX_SHOWN) + "…";
    }
}
