package dev.yardmaster.provider.claude;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.McpServer;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What became of the servers that a session was given, as {@code init} says before every turn. With one that fails Claude Code goes on
 * without its tools and without a word, so it is told once. Not thread-safe.
 */
final class McpStatus {
    private final List<McpServer> given;
    private final Set<String> told = new HashSet<>();

    McpStatus(List<McpServer> given) {
        this.given = given;
    }

    /** @param statuses the list of {@code init}; a version that gives none says nothing */
    List<AgentEvent> failures(JsonNode statuses) {
        if (!statuses.isArray()) {
            return List.of();
        }
        return given.stream()
                .flatMap(server -> failure(server, status(server, statuses)).stream())
                .toList();
    }

    /** Empty for one that it does not even name (2.1.329 takes no {@code workspace}, {@code computer-use} or {@code claude-in-chrome}). */
    private static Optional<String> status(McpServer server, JsonNode statuses) {
        return statuses.valueStream()
                .filter(status -> status.path("name").asText().equals(server.name()))
                .map(status -> status.path("status").asText())
                .findFirst();
    }

    private Optional<AgentEvent> failure(McpServer server, Optional<String> status) {
        return trouble(server, status)
                .filter(_ -> told.add(server.name()))
                .map(trouble -> new AgentEvent.Failure(
                        "mcp_server_failed", "The MCP server '" + server.name() + "' " + trouble, OptionalInt.empty()));
    }

    private static Optional<String> trouble(McpServer server, Optional<String> status) {
        return switch (status.orElse("missing")) {
            case "failed" -> Optional.of(cause(server));
            case "needs-auth" ->
                Optional.of(
                        "wants somebody to sign in, and nobody can here, so the agent does without its tools. Give the"
                                + " server a header or a variable with a token.");
            case "disabled" ->
                Optional.of(
                        "is disabled in Claude Code's own settings, so the agent does without its tools. Enable it there.");
            case "missing" ->
                Optional.of(
                        "was left out by Claude Code, which keeps some names for itself and can be told by its settings to"
                                + " refuse servers. Give the server another name, or allow it there.");
            default -> Optional.empty();
        };
    }

    private static String cause(McpServer server) {
        return switch (server) {
            case McpServer.Stdio stdio ->
                "could not be started, so the agent does without its tools. Check that its command '" + stdio.command()
                        + "' exists and speaks MCP on its standard streams.";
            case McpServer.Http _ ->
                "could not be reached, so the agent does without its tools. Check its URL and its headers.";
        };
    }
}
