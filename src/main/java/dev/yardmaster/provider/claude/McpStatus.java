package dev.yardmaster.provider.claude;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.mcp.McpServer;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.AgentEvent.Failure;
import dev.yardmaster.provider.Dialogue.Step;
import dev.yardmaster.provider.McpFailures;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What became of the servers that a session was given, as {@code init} says before every turn. With one that fails Claude Code goes on
 * without its tools and without a word, so it is told once; why it failed is what Claude Code says only when it is asked. Not thread-safe.
 */
final class McpStatus {
    private final List<McpServer> given;
    private final boolean canAsk;
    private final Set<String> told = new HashSet<>();
    private JsonNode last = Json.MAPPER.missingNode();

    /** @param canAsk whether requests can still be written */
    McpStatus(List<McpServer> given, boolean canAsk) {
        this.given = given;
        this.canAsk = canAsk;
    }

    /** @param statuses the list of {@code init}; a version that gives none says nothing */
    Step seen(JsonNode statuses) {
        if (!statuses.isArray() || !hasNews(statuses)) {
            return Step.nothing();
        }
        last = statuses;
        return canAsk ? Step.reply(ControlLines.mcpStatus()) : new Step(failures(statuses), List.of());
    }

    /** @param statuses the list of the answer; without one, such as from a version that does not know the question, {@code init} counts */
    List<AgentEvent> answered(JsonNode statuses) {
        return failures(statuses.isArray() ? statuses : last);
    }

    private boolean hasNews(JsonNode statuses) {
        return given.stream()
                .anyMatch(server -> !told.contains(server.name())
                        && failure(server, status(server, statuses)).isPresent());
    }

    private List<AgentEvent> failures(JsonNode statuses) {
        return given.stream()
                .flatMap(server ->
                        failure(server, status(server, statuses)).stream().filter(_ -> told.add(server.name())))
                .<AgentEvent>map(failure -> failure)
                .toList();
    }

    /** A missing node for one that it does not even name (2.1.329 takes no {@code workspace}, {@code computer-use} or {@code claude-in-chrome}). */
    private static JsonNode status(McpServer server, JsonNode statuses) {
        return statuses.valueStream()
                .filter(status -> status.path("name").asText().equals(server.name()))
                .findFirst()
                .orElseGet(Json.MAPPER::missingNode);
    }

    private static Optional<Failure> failure(McpServer server, JsonNode status) {
        return switch (status.path("status").asText("missing")) {
            case "failed" ->
                Optional.of(McpFailures.warning(server, status.path("error").asText()));
            case "needs-auth" ->
                failure(
                        server,
                        "wants somebody to sign in, and nobody can here, so the agent does without its tools. Give the"
                                + " server a header or a variable with a token.");
            case "disabled" ->
                failure(
                        server,
                        "is disabled in Claude Code's own settings, so the agent does without its tools. Enable it there.");
            case "missing" ->
                failure(
                        server,
                        "was left out by Claude Code, which keeps some names for itself and can be told by its settings to"
                                + " refuse servers. Give the server another name, or allow it there.");
            default -> Optional.empty();
        };
    }

    private static Optional<Failure> failure(McpServer server, String trouble) {
        return Optional.of(Failure.warning(McpFailures.KIND, "The MCP server '" + server.name() + "' " + trouble));
    }
}
