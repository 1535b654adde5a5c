package dev.yardmaster.provider.opencode.server;

import dev.yardmaster.mcp.McpServer;
import dev.yardmaster.provider.AgentEvent.Failure;
import dev.yardmaster.provider.McpFailures;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds failed MCP servers in the log of a one-shot run. The run continues without them and reports them only in its log (1.18.33):
 *
 * <pre>{@code timestamp=… level=WARN run=80d39985 message="server unavailable" key=broken type=local status=failed}</pre>
 */
public final class McpLog {
    /** Arguments that make OpenCode print its log to standard error. */
    public static final List<String> LOG_ARGUMENTS = List.of("--print-logs", "--log-level", "WARN");

    private static final Pattern LINE = Pattern.compile("^timestamp=\\S+ level=.*\\R?", Pattern.MULTILINE);
    private static final Pattern UNAVAILABLE = Pattern.compile("message=\"server unavailable\" key=\"?([^\\s\"]+)\"? ");

    private McpLog() {}

    /** The failures of the given servers. */
    public static List<Failure> failures(String stderr, List<McpServer> given) {
        Set<String> unavailable = new HashSet<>();
        UNAVAILABLE.matcher(stderr).results().forEach(line -> unavailable.add(line.group(1)));
        return given.stream()
                .filter(server -> unavailable.contains(server.name()))
                .map(server -> McpFailures.warning(server, ""))
                .toList();
    }

    /** Standard error without the log lines. */
    static String withoutLog(String stderr) {
        return LINE.matcher(stderr).replaceAll("");
    }
}
