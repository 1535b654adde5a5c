package dev.yardmaster.provider.codex;

import com.fasterxml.jackson.databind.JsonNode;
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
 * Explains why Codex did not start a session because of MCP servers. Codex names all failed servers in one text, such as
 * {@code required MCP servers failed to initialize: one: No such file or directory (os error 2); two: …} (0.169.0).
 */
final class McpStartupErrors {
    private static final String PREFIX = "required MCP servers failed to initialize: ";
    /** Details of Codex's implementation, which do not help the user. */
    private static final Pattern INTERNALS =
            Pattern.compile("^.*error: (?:Client error: )?|, when send initialize request.*$| \\(code -\\d+\\)$");

    private McpStartupErrors() {}

    /** As {@link #failures(String, List)}, for the error of a JSON-RPC response. */
    static List<Failure> failures(JsonNode error, List<McpServer> given) {
        List<Failure> ofServers = failuresOfServers(error.path("message").asText(), given);
        return ofServers.isEmpty() ? List.of(CodexFailures.ofResponse(error)) : ofServers;
    }

    /** One failure for each of the session's servers in the text; otherwise a single failure for the text. */
    static List<Failure> failures(String text, List<McpServer> given) {
        List<Failure> ofServers = failuresOfServers(text, given);
        return ofServers.isEmpty() ? List.of(CodexFailures.ofText(text)) : ofServers;
    }

    private static List<Failure> failuresOfServers(String text, List<McpServer> given) {
        int start = text.indexOf(PREFIX);
        boolean canBeOurs = start >= 0 && !given.isEmpty();
        return canBeOurs ? failuresOf(text.substring(start + PREFIX.length()), given) : List.of();
    }

    private static List<Failure> failuresOf(String causes, List<McpServer> given) {
        List<MatchResult> matches = names(given).matcher(causes).results().toList();
        List<Failure> failures = new ArrayList<>();
        for (int i = 0; i < matches.size(); i++) {
            int end = i + 1 < matches.size() ? matches.get(i + 1).start() : causes.length();
            Matcher cause = INTERNALS.matcher(causes.substring(matches.get(i).end(), end));
            failures.add(McpFailures.fatal(server(matches.get(i).group(1), given), cause.replaceAll("")));
        }
        return failures;
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
