package dev.yardmaster.provider.codex;

import dev.yardmaster.mcp.McpServer;
import dev.yardmaster.provider.AgentEvent.Failure;
import dev.yardmaster.provider.McpFailures;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Why Codex has started no session: for the servers of tools that it could not start it names all of them in one text, such as
 * {@code required MCP servers failed to initialize: one: No such file or directory (os error 2); two: …} (0.169.0).
 */
final class McpStartupErrors {
    private static final String FAILED = "required MCP servers failed to initialize: ";
    /** How deep in its program it was, which nobody wants to know. */
    private static final Pattern INTERNALS =
            Pattern.compile("^.*error: (?:Client error: )?|, when send initialize request.*$| \\(code -\\d+\\)$");

    private McpStartupErrors() {}

    /** One failure for each of the servers that were given; else the one that the text stands for. */
    static List<Failure> failures(String text, List<McpServer> given) {
        int start = text.indexOf(FAILED);
        boolean canBeOurs = start >= 0 && !given.isEmpty();
        List<Failure> told = canBeOurs ? each(text.substring(start + FAILED.length()), given) : List.of();
        return told.isEmpty() ? List.of(Failures.ofText(text)) : told;
    }

    private static List<Failure> each(String causes, List<McpServer> given) {
        List<MatchResult> named = names(given).matcher(causes).results().toList();
        List<Failure> told = new ArrayList<>();
        for (int i = 0; i < named.size(); i++) {
            int end = i + 1 < named.size() ? named.get(i + 1).start() : causes.length();
            Matcher cause = INTERNALS.matcher(causes.substring(named.get(i).end(), end));
            told.add(McpFailures.fatal(server(named.get(i).group(1), given), cause.replaceAll("")));
        }
        return told;
    }

    private static Pattern names(List<McpServer> given) {
        return Pattern.compile(given.stream()
                .map(server -> Pattern.quote(server.name()))
                .collect(Collectors.joining("|", "(?:^|; )(", "): ")));
    }

    private static McpServer server(String name, List<McpServer> given) {
        return given.stream()
                .filter(server -> server.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
