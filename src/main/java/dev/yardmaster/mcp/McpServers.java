package dev.yardmaster.mcp;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What is true of all servers of tools of a session together. */
public final class McpServers {
    private static final int MOST_SHOWN = 64;

    /** What every CLI takes; the strictest one refuses all else when a session starts. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_:@/.-]{1,64}");

    /** What CLIs leave out of the names of tools: each such character becomes {@code _} there. None of them folds case. */
    private static final Pattern NOT_IN_TOOL_NAMES = Pattern.compile("[^A-Za-z0-9_-]");

    private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    private static final Pattern HEADER_VALUE = Pattern.compile("[\\t\\P{Cntrl}]*");

    private McpServers() {}

    /**
     * The servers of a session: the project's and the agent's, whose own win over the project's of the same name. To be checked before
     * use: names of the one can collide with names of the other.
     */
    public static List<McpServer> merge(List<McpServer> project, List<McpServer> agent) {
        Map<String, McpServer> merged = new LinkedHashMap<>();
        project.forEach(server -> merged.put(server.name(), server));
        agent.forEach(server -> merged.put(server.name(), server));
        return List.copyOf(merged.values());
    }

    /**
     * Refuses what one of the CLIs could not be given, or would take for something else.
     *
     * @throws YardmasterException with {@code INVALID_REQUEST}, naming the server and what to change
     */
    public static void check(List<McpServer> servers) {
        servers.forEach(McpServers::check);
        checkDistinct(servers);
    }

    private static void check(McpServer server) {
        if (!NAME.matcher(server.name()).matches()) {
            throw invalid(
                    server,
                    "needs another name: 1 to 64 letters, digits and characters of '_-.:/@', since its tools bear it");
        }
        switch (server) {
            case McpServer.Stdio stdio -> check(stdio);
            case McpServer.Http http -> check(http);
        }
    }

    private static void check(McpServer.Stdio server) {
        if (server.command().isBlank()) {
            throw invalid(server, "has no command; give it the program that is to be started");
        }
        refuseNul(server, "command", List.of(server.command()));
        refuseNul(server, "arguments", server.arguments());
        refuseNul(server, "environment", server.environment().values());
        server.environment().keySet().forEach(name -> {
            if (name.isEmpty() || name.contains("=") || name.indexOf('\0') >= 0) {
                throw invalid(
                        server,
                        "has an environment variable '" + shown(name)
                                + "'; its name must be neither empty nor hold '=' or NUL");
            }
        });
    }

    private static void check(McpServer.Http server) {
        if (!isHttp(server.url())) {
            throw invalid(server, "needs a URL that begins with http:// or https:// and holds no blanks");
        }
        server.headers().forEach((name, value) -> {
            if (!HEADER_NAME.matcher(name).matches()) {
                throw invalid(
                        server, "has a header '" + shown(name) + "', which is no name that HTTP allows; correct it");
            }
            if (!HEADER_VALUE.matcher(value).matches()) {
                throw invalid(
                        server, "has a control character, such as a line end, in its header " + name + "; remove it");
            }
        });
    }

    private static void checkDistinct(List<McpServer> servers) {
        Map<String, McpServer> byToolName = new HashMap<>();
        for (McpServer server : servers) {
            String name = NOT_IN_TOOL_NAMES.matcher(server.name()).replaceAll("_");
            McpServer other = byToolName.putIfAbsent(name, server);
            if (other != null) {
                throw invalid(
                        server,
                        "has tools that are called the same as those of the MCP server '" + other.name() + "' ('" + name
                                + "'); rename one of the two");
            }
        }
    }

    private static void refuseNul(McpServer server, String what, Collection<String> texts) {
        if (texts.stream().anyMatch(text -> text.indexOf('\0') >= 0)) {
            throw invalid(server, "has a NUL character in its " + what + "; remove it");
        }
    }

    private static boolean isHttp(String url) {
        try {
            URI uri = new URI(url);
            return Stream.of("http", "https").anyMatch(scheme -> scheme.equalsIgnoreCase(uri.getScheme()))
                    && uri.getRawAuthority() != null;
        } catch (URISyntaxException _) {
            return false;
        }
    }

    private static YardmasterException invalid(McpServer server, String what) {
        return new YardmasterException(
                ErrorCode.INVALID_REQUEST, "The MCP server '" + shown(server.name()) + "' " + what + ".");
    }

    private static String shown(String text) {
        String printable = text.replaceAll("\\p{Cntrl}", "?");
        return printable.length() <= MOST_SHOWN ? printable : printable.substring(0, MOST_SHOWN) + "…";
    }
}
