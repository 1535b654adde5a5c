package dev.yardmaster.provider.claude;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.Dialogue.Step;
import java.util.List;

/** Tells what a whole line of stream-json means; what we know no meaning for is handed on as it is. */
final class ClaudeLines {
    private final RateLimitLines limits = new RateLimitLines();
    private final McpStatus servers;
    private final StreamEventLines streamEvents;
    private final SystemLines system;
    private final AssistantLines assistant;
    private final ResultLines results;

    ClaudeLines(MessageIds streams, TurnState turn, UsageTracker spending, McpStatus servers) {
        this.servers = servers;
        streamEvents = new StreamEventLines(streams);
        system = new SystemLines(streams, servers);
        assistant = new AssistantLines(streams, turn, limits);
        results = new ResultLines(streams, turn, spending);
    }

    Step step(ObjectNode line) {
        return switch (line.path("type").asText()) {
            case "stream_event" -> step(streamEvents.events(line));
            case "assistant" -> step(assistant.events(line));
            case "user" -> step(UserLines.events(line));
            case "system" -> system.step(line);
            case "rate_limit_event" -> step(limits.events(line));
            case "result" -> step(results.events(line));
            case "control_request" -> ControlLines.refuse(line);
            case "control_response" -> step(answered(line));
            case "keep_alive" -> Step.nothing();
            default -> Step.of(new AgentEvent.ProviderRaw(Json.slice(line)));
        };
    }

    private List<AgentEvent> answered(ObjectNode line) {
        return ControlLines.isMcpStatus(line)
                ? servers.answered(line.at("/response/response/mcpServers"))
                : ControlLines.answered(line);
    }

    private static Step step(List<AgentEvent> events) {
        return events.isEmpty() ? Step.nothing() : new Step(events, List.of());
    }
}
