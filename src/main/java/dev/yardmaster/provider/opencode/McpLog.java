package dev.yardmaster.provider.opencode;

import dev.yardmaster.mcp.McpServer;
import dev.yardmaster.provider.AgentEvent.Failure;
import dev.yardmaster.provider.McpFailures;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a one-shot run logs of servers of tools that it can't use. It goes on without them, and nothing but its log tells (1.18.33):
 *
 * <pre>{@code timestamp=… level=WARN run=80d39985 message="server unavailable" key=broken type=local status=failed}</pre>
 */
final class McpLog {
    /** The arguments that bring the log to the standard error. */
    static final List<String> SHOWN = List.of("--print-logs", "--log-level", "WARN");

    private static final Pattern LINE = Pattern.compile("^timestamp=\\S+ level=.*\\R?", Pattern.MULTILINE);
    private static final Pattern UNAVAILABLE = Pattern.compile("message=\"server unavailable\" key=\"?([^\\s\"]+)\"? ");

    private McpLog() {}

    /** Of the servers that were given. */
    static List<Failure> failures(String stderr, List<McpServer> given) {
        Set<String> unavailable = new HashSet<>();
        UNAVAILABLE.matcher(stderr).results().forEach(line -> unavailable.add(line.group(1)));
        return given.stream()
                .filter(server -> unavailable.contains(server.name()))
                .map(server -> McpFailures.warning(server, ""))
                .toList();
    }

    /** What stands on the standard error beside the log. */
    static String without(String stderr) {
        return LINE.matcher(stderr).replaceAll("");
    }
}
