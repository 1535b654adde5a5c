package dev.yardmaster.provider.claude;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.Dialogue.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** {@code system}: the start of a session, and what Claude Code does by itself. */
final class SystemLines {
    private static final Set<String> DETAILS = Set.of(
            "agents",
            "apiKeySource",
            "claude_code_version",
            "cwd",
            "mcp_servers",
            "model",
            "output_style",
            "permissionMode",
            "plugins",
            "skills",
            "tools");

    private final MessageIds streams;
    private final McpStatus servers;
    private String session = "";

    SystemLines(MessageIds streams, McpStatus servers) {
        this.streams = streams;
        this.servers = servers;
    }

    Step step(ObjectNode line) {
        return switch (line.path("subtype").asText()) {
            case "init" -> init(line);
            case "api_retry" -> new Step(retries(line), List.of());
            case "status", "thinking_tokens" -> Step.nothing();
            default -> Step.of(new AgentEvent.ProviderRaw(Json.slice(line)));
        };
    }

    /** Printed before every turn; only another session's id means that a session has started. */
    private Step init(ObjectNode line) {
        List<AgentEvent> events = new ArrayList<>();
        String id = line.path("session_id").asText();
        if (!id.equals(session)) {
            session = id;
            events.add(new AgentEvent.SessionStarted(
                    id,
                    Json.text(line.path("model")),
                    Json.slice(line.deepCopy().retain(DETAILS))));
        }
        Step seen = servers.seen(line.path("mcp_servers"));
        events.addAll(seen.events());
        return new Step(events, seen.replies());
    }

    /**
     * One event for each message that is told anew, at least one. The line doesn't say whose request is made again, so the agent's own
     * message is only void when it is not being streamed.
     */
    private List<AgentEvent> retries(JsonNode line) {
        List<String> voided = streams.agent().isStopped() ? streams.agent().abandon() : List.of();
        return voided.isEmpty()
                ? List.of(retry(line, Optional.empty()))
                : voided.stream().map(id -> retry(line, Optional.of(id))).toList();
    }

    private static AgentEvent retry(JsonNode line, Optional<String> discarded) {
        int attempt = Math.max(0, line.path("attempt").asInt());
        Duration delay =
                Duration.ofMillis(Math.max(0, line.path("retry_delay_ms").asLong()));
        OptionalInt status = Json.integer(line.path("error_status"));
        return new AgentEvent.Retry(attempt, delay, status, line.path("error").asText("unknown"), discarded);
    }
}
