package dev.yardmaster.provider.claude;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.AgentEvent.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * {@code result}: the end of a turn. Its {@code subtype} says {@code success} beside {@code is_error: true} when the API failed, so the
 * outcome never depends on it.
 */
final class ResultLines {
    private final MessageIds streams;
    private final TurnState turn;
    private final UsageTracker spending;

    ResultLines(MessageIds streams, TurnState turn, UsageTracker spending) {
        this.streams = streams;
        this.turn = turn;
        this.spending = spending;
    }

    List<AgentEvent> events(JsonNode line) {
        List<AgentEvent> events = new ArrayList<>(streams.abandon());
        events.add(spending.usage(line));
        Outcome outcome = outcome(line);
        if (outcome == Outcome.FAILED) {
            failure(line).ifPresent(events::add);
        }
        events.add(new AgentEvent.TurnEnded(outcome, Json.slice(line.path("result"))));
        turn.end();
        return events;
    }

    private Outcome outcome(JsonNode line) {
        if (line.path("terminal_reason").asText().startsWith("aborted") || isStoppedByUs(line)) {
            return Outcome.INTERRUPTED;
        }
        return line.path("is_error").asBoolean() ? Outcome.FAILED : Outcome.COMPLETED;
    }

    /** For versions that give no reason: an error that we asked for and that nobody explains otherwise. */
    private boolean isStoppedByUs(JsonNode line) {
        return turn.isInterrupted()
                && line.path("is_error").asBoolean()
                && !line.hasNonNull("terminal_reason")
                && !turn.hasFailed();
    }

    private Optional<AgentEvent> failure(JsonNode line) {
        String message = message(line);
        return turn.hasFailedWith(message)
                ? Optional.empty()
                : Optional.of(new AgentEvent.Failure(
                        kind(line), ErrorHints.with(kind(line), message), Json.integer(line.path("api_error_status"))));
    }

    private static String message(JsonNode line) {
        return Json.text(line.path("result"))
                .orElseGet(() -> StreamSupport.stream(line.path("errors").spliterator(), false)
                        .map(JsonNode::asText)
                        .collect(Collectors.joining("\n")));
    }

    private static String kind(JsonNode line) {
        String subtype = line.path("subtype").asText();
        return subtype.startsWith("error")
                ? subtype
                : line.path("terminal_reason").asText("error");
    }
}
