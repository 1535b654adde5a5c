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

/** Translates {@code system} lines: the start of a session, and actions that Claude Code takes by itself, such as retries. */
final class SystemLines {
    private static final Set<String> REPORTED_FIELDS = Set.of(
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

    private final MessageIdsBySpeaker speakers;
    private final TurnState turn;
    private final McpStatus servers;
    private String session = "";

    SystemLines(MessageIdsBySpeaker speakers, TurnState turn, McpStatus servers) {
        this.speakers = speakers;
        this.turn = turn;
        this.servers = servers;
    }

    Step step(ObjectNode line) {
        return switch (line.path("subtype").asText()) {
            case "init" -> init(line);
            case "api_retry" -> new Step(retries(line), List.of());
            case "background_tasks_changed" -> Step.of(backgroundTasks(line.path("tasks")));
            case "task_notification" -> {
                turn.taskEnded();
                yield Step.of(new AgentEvent.ProviderRaw(Json.slice(line)));
            }
            case "status", "thinking_tokens" -> Step.nothing();
            default -> Step.of(new AgentEvent.ProviderRaw(Json.slice(line)));
        };
    }

    /** Claude Code prints {@code init} before every turn. A session has started only if the session id is new. */
    private Step init(ObjectNode line) {
        List<AgentEvent> events = new ArrayList<>();
        String id = line.path("session_id").asText();
        if (!id.equals(session)) {
            session = id;
            events.add(new AgentEvent.SessionStarted(
                    id,
                    Json.text(line.path("model")),
                    Json.slice(line.deepCopy().retain(REPORTED_FIELDS))));
        }
        events.addAll(turn.onInit());
        Step onInit = servers.onInit(line.path("mcp_servers"));
        events.addAll(onInit.events());
        return new Step(events, onInit.replies());
    }

    /** The line lists all tasks that run now: sub-agents and commands that outlive their turn. */
    private static AgentEvent backgroundTasks(JsonNode tasks) {
        return new AgentEvent.BackgroundTasks(tasks.size(), Json.slice(tasks));
    }

    /**
     * Returns one event for each message that is sent again, and at least one. The line does not name the request that is retried. The
     * agent's own message is discarded only if it is not being streamed at the moment.
     */
    private List<AgentEvent> retries(JsonNode line) {
        List<String> discarded =
                speakers.agent().isFinished() ? speakers.agent().takeUndelivered() : List.of();
        return discarded.isEmpty()
                ? List.of(retry(line, Optional.empty()))
                : discarded.stream().map(id -> retry(line, Optional.of(id))).toList();
    }

    private static AgentEvent retry(JsonNode line, Optional<String> discarded) {
        int attempt = Math.max(0, line.path("attempt").asInt());
        Duration delay =
                Duration.ofMillis(Math.max(0, line.path("retry_delay_ms").asLong()));
        OptionalInt status = Json.integer(line.path("error_status"));
        return new AgentEvent.Retry(attempt, delay, status, line.path("error").asText("unknown"), discarded);
    }
}
