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
 * Translates {@code result} lines, which end a turn. When the API fails, the {@code subtype} is {@code success} although {@code is_error}
 * is true, so the outcome never depends on the subtype.
 */
final class ResultLines {
    private final MessageIdsBySpeaker speakers;
    private final TurnState turn;
    private final UsageTracker usageTracker;

    ResultLines(MessageIdsBySpeaker speakers, TurnState turn, UsageTracker usageTracker) {
        this.speakers = speakers;
        this.turn = turn;
        this.usageTracker = usageTracker;
    }

    List<AgentEvent> events(JsonNode line) {
        List<AgentEvent> events = new ArrayList<>(speakers.discardAll());
        events.add(usageTracker.sinceLastResult(line));
        Outcome outcome = outcome(line);
        if (outcome == Outcome.FAILED) {
            failure(line).ifPresent(events::add);
        }
        events.add(new AgentEvent.TurnEnded(outcome, Json.slice(line.path("result"))));
        turn.end();
        return events;
    }

    private Outcome outcome(JsonNode line) {
        if (line.path("terminal_reason").asText().startsWith("aborted") || isRequestedInterrupt(line)) {
            return Outcome.INTERRUPTED;
        }
        return line.path("is_error").asBoolean() ? Outcome.FAILED : Outcome.COMPLETED;
    }

    /** For versions that print no {@code terminal_reason}: an error after our interrupt for which no other cause was reported. */
    private boolean isRequestedInterrupt(JsonNode line) {
        return turn.isInterruptRequested()
                && line.path("is_error").asBoolean()
                && !line.hasNonNull("terminal_reason")
                && !turn.hasFailed();
    }

    private Optional<AgentEvent> failure(JsonNode line) {
        String message = message(line);
        return turn.hasFailedWith(message)
                ? Optional.empty()
                : Optional.of(new AgentEvent.Failure(
                        kind(line),
                        ErrorHints.addHint(kind(line), message),
                        Json.integer(line.path("api_error_status"))));
    }

    /** If the turn fails after the agent's answer, the line repeats the answer, which is no error message. */
    private String message(JsonNode line) {
        Optional<String> result = Json.text(line.path("result"));
        if (result.filter(turn::isAgentText).isPresent()) {
            return "Claude Code reports that the turn failed, and gives no reason (" + kind(line) + ").";
        }
        return result.orElseGet(() -> StreamSupport.stream(line.path("errors").spliterator(), false)
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
