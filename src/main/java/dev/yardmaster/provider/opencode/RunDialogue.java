package dev.yardmaster.provider.opencode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.json.JsonSlice;
import dev.yardmaster.process.Line;
import dev.yardmaster.process.ProcessExit;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.AgentEvent.Outcome;
import dev.yardmaster.provider.JsonLines;
import dev.yardmaster.provider.LaunchRequest;
import dev.yardmaster.provider.OneShotDialogue;
import dev.yardmaster.provider.opencode.server.McpLog;
import dev.yardmaster.provider.opencode.server.OpenCodeErrors;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * The output of {@code opencode run --format json}: each finished part is a line, and the exit ends the turn. OpenCode prints nothing until
 * the model's first response is complete, not even while it waits for a limit. Not thread-safe.
 */
final class RunDialogue implements OneShotDialogue {
    private final LaunchRequest request;
    private final InstantSource clock;
    private final MessagePartEvents parts = new MessagePartEvents();
    private boolean started;
    private boolean failed;

    RunDialogue(LaunchRequest request, InstantSource clock) {
        this.request = request;
        this.clock = clock;
    }

    @Override
    public LaunchRequest request() {
        return request;
    }

    @Override
    public Step onLine(Line line) {
        return JsonLines.read(line, OpenCodeProvider.NAME, this::onObject);
    }

    /** A killed child does not end the turn. */
    @Override
    public Step onExit(ProcessExit exit) {
        List<AgentEvent> events =
                new ArrayList<>(McpLog.failures(exit.stderr(), request.context().mcpServers()));
        if (exit.code() != 0 && exit.signal().isEmpty() && !failed) {
            OpenCodeErrors.inStderr(exit.stderr()).ifPresent(events::add);
        }
        if (exit.signal().isEmpty()) {
            events.addAll(parts.endTurn(exit.code() == 0 && !failed ? Outcome.COMPLETED : Outcome.FAILED));
        }
        return new Step(events, List.of());
    }

    private Step onObject(JsonNode line) {
        List<AgentEvent> events = new ArrayList<>();
        if (!started && line.has("sessionID")) {
            started = true;
            events.add(new AgentEvent.SessionStarted(
                    line.path("sessionID").asText(), request.model(), JsonSlice.raw("{}")));
        }
        events.addAll(
                switch (line.path("type").asText()) {
                    case "step_start" -> List.<AgentEvent>of();
                    case "text", "reasoning", "tool_use", "step_finish" -> parts.updated(line.path("part"));
                    case "error" -> error(line.path("error"));
                    default -> List.<AgentEvent>of(new AgentEvent.ProviderRaw(Json.slice(line)));
                });
        return new Step(events, List.of());
    }

    private List<AgentEvent> error(JsonNode error) {
        failed = true;
        return OpenCodeErrors.events(error, clock);
    }
}
