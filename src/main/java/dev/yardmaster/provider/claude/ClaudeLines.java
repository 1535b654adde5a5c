package dev.yardmaster.provider.claude;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.Dialogue.Step;
import java.util.List;

/** Translates one complete line of {@code stream-json}. A line of an unknown type becomes a {@code ProviderRaw} event. */
final class ClaudeLines {
    private final RateLimitLines limits = new RateLimitLines();
    private final McpStatus servers;
    private final ToolRequests tools;
    private final StreamEventLines streamEvents;
    private final SystemLines system;
    private final AssistantLines assistant;
    private final ResultLines results;

    ClaudeLines(
            MessageIdsBySpeaker speakers,
            TurnState turn,
            UsageTracker usageTracker,
            McpStatus servers,
            ToolRequests tools) {
        this.servers = servers;
        this.tools = tools;
        streamEvents = new StreamEventLines(speakers, turn);
        system = new SystemLines(speakers, turn, servers);
        assistant = new AssistantLines(speakers, turn, limits);
        results = new ResultLines(speakers, turn, usageTracker);
    }

    Step step(ObjectNode line) {
        return switch (line.path("type").asText()) {
            case "stream_event" -> step(streamEvents.events(line));
            case "assistant" -> step(assistant.events(line));
            case "user" -> step(UserLines.events(line));
            case "system" -> system.step(line);
            case "rate_limit_event" -> step(limits.events(line));
            case "result" -> tools.onTurnEnd().then(step(results.events(line)));
            case "control_request" -> tools.onRequest(line);
            case "control_cancel_request" -> tools.onCancel(line);
            case "control_response" -> step(responseEvents(line));
            case "keep_alive" -> Step.nothing();
            default -> Step.of(new AgentEvent.ProviderRaw(Json.slice(line)));
        };
    }

    private List<AgentEvent> responseEvents(ObjectNode line) {
        return ControlLines.isMcpStatusResponse(line)
                ? servers.onStatusResponse(line.at("/response/response/mcpServers"))
                : ControlLines.responseEvents(line);
    }

    private static Step step(List<AgentEvent> events) {
        return events.isEmpty() ? Step.nothing() : new Step(events, List.of());
    }
}
