package dev.yardmaster.provider.codex;

import dev.yardmaster.mcp.McpServer;
import dev.yardmaster.process.ProcessExit;
import dev.yardmaster.provider.AgentEvent.Failure;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds the cause of an early exit in Codex's standard error, such as a configuration that Codex can't read. */
final class StderrDiagnosis {
    private static final Pattern ANSI_COLORS = Pattern.compile("\u001b\\[[0-9;]*m");
    private static final String ERROR = "Error";

    private StderrDiagnosis() {}

    /**
     * Empty for an exit that its code or signal explains better.
     *
     * @param given the MCP servers of the session
     */
    static List<Failure> failures(ProcessExit exit, List<McpServer> given) {
        String text = ANSI_COLORS.matcher(exit.stderr()).replaceAll("");
        int start = text.startsWith(ERROR) ? 0 : text.lastIndexOf("\n" + ERROR) + 1;
        boolean hasError = start > 0 || text.startsWith(ERROR);
        return hasError && exit.code() != 0 && exit.signal().isEmpty()
                ? McpStartupErrors.failures(
                        text.substring(start)
                                .lines()
                                .filter(line -> !line.isBlank())
                                .collect(Collectors.joining(" ")),
                        given)
                : List.of();
    }
}
