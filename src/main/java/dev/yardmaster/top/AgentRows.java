package dev.yardmaster.top;

import static dev.yardmaster.top.FleetJson.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.top.AgentRow.Run;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Joins agents with their sessions.
 *
 * @param titles the titles of tasks by their ids
 * @param sessions the running sessions
 * @param lines the last lines of sessions
 */
record AgentRows(Map<String, String> titles, List<JsonNode> sessions, SessionLines lines) {
    private static final Comparator<AgentRow> ORDER = Comparator.<AgentRow, Boolean>comparing(
                    row -> row.run().isEmpty())
            .thenComparing(row -> row.state().equals("disabled"))
            .thenComparing(AgentRow::name)
            .thenComparing(AgentRow::key);

    /** The rows of agents: those that work first, by name. */
    List<AgentRow> of(List<JsonNode> agents) {
        return agents.stream().flatMap(this::rows).sorted(ORDER).toList();
    }

    private Stream<AgentRow> rows(JsonNode agent) {
        List<JsonNode> own = sessions.stream()
                .filter(session ->
                        session.path("agent").asText().equals(agent.path("id").asText()))
                .toList();
        return own.isEmpty() ? Stream.of(idle(agent)) : own.stream().map(session -> running(agent, session));
    }

    /** An agent can still be busy although its session has ended, because the two changes arrive one after the other. */
    private static AgentRow idle(JsonNode agent) {
        return new AgentRow(
                text(agent, "id"),
                text(agent, "name"),
                text(agent, "state"),
                text(agent, "provider"),
                text(agent, "model"),
                Optional.empty());
    }

    private AgentRow running(JsonNode agent, JsonNode session) {
        String id = text(session, "id");
        JsonNode usage = session.path("usage");
        long tokens = Stream.of("inputTokens", "outputTokens", "cacheReadTokens", "cacheWriteTokens")
                .mapToLong(field -> usage.path(field).asLong())
                .sum();
        Optional<Double> cost = usage.path("costUsd").isNumber()
                ? Optional.of(usage.path("costUsd").asDouble())
                : Optional.empty();
        String title = SafeText.line(titles.getOrDefault(session.path("task").asText(), ""));
        return new AgentRow(
                text(agent, "id"),
                text(agent, "name"),
                text(session, "state"),
                text(session, "executable"),
                text(session, "model"),
                Optional.of(new Run(id, title, tokens, cost, lines.of(id))));
    }
}
