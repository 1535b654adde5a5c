package dev.yardmaster.provider.codex;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.mcp.McpServer;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.provider.LaunchContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The MCP servers of {@code codex exec}, which reads them from its arguments only. Every user of the machine can read arguments, so the values
 * of variables and headers, which can be secrets, stay out of them. A shell reads the variables of a server from a private file and then
 * becomes the server. Codex reads the headers from environment variables.
 */
final class ExecMcpServers {
    private static final String SCRIPT = ". \"$0\" && exec \"$@\"";
    private static final String HEADER_VARIABLE = "YARDMASTER_MCP_HEADER_";
    private static final Pattern SHELL_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final LaunchContext context;
    private final Map<Path, String> files = new TreeMap<>();
    private final Map<String, String> variables = new TreeMap<>();
    private final Optional<ObjectNode> table;

    /** @throws YardmasterException with {@code INVALID_REQUEST} if a shell can't set a variable of a server */
    ExecMcpServers(LaunchContext context) {
        this.context = context;
        this.table = CodexMcpServers.config(context);
        table.ifPresent(servers ->
                context.mcpServers().forEach(server -> hide(server, servers.withObjectProperty(server.name()))));
    }

    /**
     * The value of {@code -c}, which must be given only once; empty without servers. It contains the whole table: Codex splits the path
     * before the {@code =} at every dot, even within quotes, and a second override of the table replaces the first (seen with 0.169.0).
     *
     * @throws IllegalArgumentException if a server contains a NUL character
     */
    Optional<String> argument() {
        return table.map(ExecMcpServers::argument);
    }

    static String argument(ObjectNode table) {
        return "mcp_servers=" + TomlWriter.value(table);
    }

    /** The files that the servers read, by path. */
    Map<Path, String> files() {
        return Map.copyOf(files);
    }

    /** The environment variables that Codex reads headers from. */
    Map<String, String> environment() {
        return Map.copyOf(variables);
    }

    private void hide(McpServer server, ObjectNode entry) {
        switch (server) {
            case McpServer.Stdio stdio when !stdio.environment().isEmpty() -> hideVariables(stdio, entry);
            case McpServer.Stdio _ -> {}
            case McpServer.Http http -> hideHeaders(http, entry);
        }
    }

    private void hideVariables(McpServer.Stdio server, ObjectNode entry) {
        Path file = context.scratch().resolve("mcp-" + (files.size() + 1) + ".env");
        files.put(file, script(server));
        entry.remove("env");
        entry.put("command", "/bin/sh");
        var arguments = entry.putArray("args");
        List.of("-c", SCRIPT, file.toString(), server.command()).forEach(arguments::add);
        server.arguments().forEach(arguments::add);
    }

    private static String script(McpServer.Stdio server) {
        return new TreeMap<>(server.environment())
                .entrySet().stream()
                        .map(variable -> "export " + shellName(server, variable.getKey()) + "='"
                                + variable.getValue().replace("'", "'\\''") + "'\n")
                        .collect(Collectors.joining());
    }

    private static String shellName(McpServer server, String name) {
        if (SHELL_NAME.matcher(name).matches()) {
            return name;
        }
        throw new YardmasterException(
                ErrorCode.INVALID_REQUEST,
                "A one-shot session of Codex can't set the variable '" + name + "' of the MCP server '" + server.name()
                        + "'. Use a name of letters, digits and underscores that does not start with a digit, or set the"
                        + " agent's launchMode to bidirectional.");
    }

    /** Codex leaves out a header whose variable is blank (0.169.0), so a blank value stays in the arguments. */
    private void hideHeaders(McpServer.Http server, ObjectNode entry) {
        ObjectNode plain = entry.putObject("http_headers");
        ObjectNode hidden = entry.putObject("env_http_headers");
        new TreeMap<>(server.headers()).forEach((name, value) -> {
            if (value.isBlank()) {
                plain.put(name, value);
            } else {
                String variable = HEADER_VARIABLE + (variables.size() + 1);
                variables.put(variable, value);
                hidden.put(name, variable);
            }
        });
    }
}
