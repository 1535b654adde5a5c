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
 * Tracks the status of the session's MCP servers, which {@code init} lists before every turn. If a server fails, Claude Code continues
 * without its tools and prints no error, so each failure is reported once. Claude Code reports the cause only on request. Not thread-safe.
 */
final class McpStatus {
    private final List<McpServer> given;
    private final boolean canAsk;
    private final Set<String> reported = new HashSet<>();
    private JsonNode last = Json.MAPPER.missingNode();

    /** @param canAsk whether standard input is still open for requests */
    McpStatus(List<McpServer> given, boolean canAsk) {
        this.given = given;
        this.canAsk = canAsk;
    }

    /** @param statuses the list in {@code init}; versions that print no list are ignored */
    Step onInit(JsonNode statuses) {
        if (!statuses.isArray() || !hasUnreportedFailure(statuses)) {
            return Step.nothing();
        }
        last = statuses;
        return canAsk ? Step.reply(ControlLines.mcpStatus()) : new Step(failures(statuses), List.of());
    }

    /**
     * @param statuses the list in the response; if the response has none, such as from a version without this request, the list of
     *     {@code init} is used
     */
    List<AgentEvent> onStatusResponse(JsonNode statuses) {
        return failures(statuses.isArray() ? statuses : last);
    }

    private boolean hasUnreportedFailure(JsonNode statuses) {
        return given.stream()
                .anyMatch(server -> !reported.contains(server.name())
                        && failure(server, status(server, statuses)).isPresent());
    }

    private List<AgentEvent> failures(JsonNode statuses) {
        return given.stream()
                .flatMap(server ->
                        failure(server, status(server, statuses)).stream().filter(_ -> reported.add(server.name())))
                .<AgentEvent>map(failure -> failure)
                .toList();
    }

    /**
     * Returns a missing node for a server that Claude Code does not list (2.1.329 ignores servers named {@code workspace},
     * {@code computer-use} or {@code claude-in-chrome}).
     */
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
                        "requires a login, which is not possible here, so the agent works without its tools. Give the"
                                + " server a header or an environment variable with a token.");
            case "disabled" ->
                failure(
                        server,
                        "is disabled in Claude Code's own settings, so the agent works without its tools. Enable it there.");
            case "missing" ->
                failure(
                        server,
                        "was ignored by Claude Code, which reserves some names and refuses servers that its settings"
                                + " forbid. Give the server another name, or allow it in the settings.");
            default -> Optional.empty();
        };
    }

    private static Optional<Failure> failure(McpServer server, String problem) {
        return Optional.of(Failure.warning(McpFailures.KIND, "The MCP server '" + server.name() + "' " + problem));
    }
}
