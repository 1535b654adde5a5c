package dev.yardmaster.provider.codex;

import dev.yardmaster.mcp.McpServer;
import dev.yardmaster.process.ProcessExit;
import dev.yardmaster.provider.AgentEvent.Failure;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What Codex's standard error says of an exit before the work was done, such as one for a configuration that it can't read. */
final class StderrDiagnosis {
    private static final Pattern COLOURS = Pattern.compile("\u001b\\[[0-9;]*m");
    private static final String ERROR = "Error";

    private StderrDiagnosis() {}

    /**
     * Nothing for an exit that its code or signal explains better.
     *
     * @param given the servers of tools that the session was given
     */
    static List<Failure> failures(ProcessExit exit, List<McpServer> given) {
        String text = COLOURS.matcher(exit.stderr()).replaceAll("");
        int start = text.startsWith(ERROR) ? 0 : text.lastIndexOf("\n" + ERROR) + 1;
        boolean said = start > 0 || text.startsWith(ERROR);
        return said && exit.code() != 0 && exit.signal().isEmpty()
                ? McpStartupErrors.failures(
                        text.substring(start)
                                .lines()
                                .filter(line -> !line.isBlank())
                                .collect(Collectors.joining(" ")),
                        given)
                : List.of();
    }
}
