package dev.yardmaster.provider.opencode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.Dialogue.Step;
import dev.yardmaster.provider.Permissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Translates the events of OpenCode's event bus that belong to the session or to its sub-agents. The output of sub-agents is reported, but
 * the end of a sub-agent does not end the session's turn.
 */
final class BusEvents {
    /** OpenCode waits up to this long before a retry. A retry that is further away counts as a limit, and the turn is abandoned. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    private static final Set<String> IGNORED =
            Set.of("session.updated", "session.diff", "message.removed", "message.part.removed", "todo.updated");

    private final Permissions permissions;
    private final TurnQueue turns;
    private final InstantSource clock;
    private final Set<String> subAgents = new HashSet<>();
    private final Set<String> userMessages = new HashSet<>();

    BusEvents(Permissions permissions, TurnQueue turns, InstantSource clock) {
        this.permissions = permissions;
        this.turns = turns;
        this.clock = clock;
    }

    Step step(JsonNode event) {
        JsonNode properties = event.path("properties");
        String session = properties.path("sessionID").asText();
        String type = event.path("type").asText();
        if (type.equals("session.created")) {
            addSubAgent(session, properties.path("info").path("parentID").asText());
            return subAgents.contains(session) ? Step.nothing() : Step.unrelated();
        }
        boolean own = turns.isOwn(session);
        if (!own && !subAgents.contains(session)) {
            return Step.unrelated();
        }
        return switch (type) {
            case "message.part.delta" -> step(turns.parts().delta(properties));
            case "message.part.updated" -> step(part(properties.path("part")));
            case "permission.asked" ->
                answer(event, RequestLines.replyToPermission(id(properties), permissions == Permissions.FULL));
            case "question.asked" -> answer(event, RequestLines.rejectQuestion(id(properties)));
            case "permission.replied", "question.replied", "question.rejected" -> Step.nothing();
            case "message.updated" -> own ? message(properties.path("info")) : subAgentMessage(properties.path("info"));
            case "session.status" -> own ? status(properties.path("status")) : Step.nothing();
            case "session.error" -> own ? error(properties.path("error")) : Step.nothing();
            case "session.idle" -> own ? turns.onIdle() : Step.nothing();
            default -> IGNORED.contains(type) ? Step.nothing() : raw(event);
        };
    }

    private void addSubAgent(String session, String parent) {
        if (turns.isOwn(parent) || subAgents.contains(parent)) {
            subAgents.add(session);
        }
    }

    private List<AgentEvent> part(JsonNode part) {
        return userMessages.contains(part.path("messageID").asText())
                ? List.of()
                : turns.parts().updated(part);
    }

    private Step message(JsonNode info) {
        if (info.path("role").asText().equals("user")) {
            userMessages.add(id(info));
        } else if (info.path("time").has("completed")) {
            turns.onMessageCompleted(id(info));
        } else {
            turns.onMessageStarted(id(info));
        }
        return Step.nothing();
    }

    private Step subAgentMessage(JsonNode info) {
        if (info.path("role").asText().equals("user")) {
            userMessages.add(id(info));
        }
        return Step.nothing();
    }

    private Step status(JsonNode status) {
        return switch (status.path("type").asText()) {
            case "busy" -> new Step(List.of(), turns.onBusy());
            case "retry" -> retry(status);
            default -> Step.nothing();
        };
    }

    /** OpenCode reports the time of the next attempt. For its own limits it also offers an {@code action}. */
    private Step retry(JsonNode status) {
        Instant next = Instant.ofEpochMilli(status.path("next").asLong());
        Duration delay = Duration.between(clock.instant(), next);
        boolean tooLong = delay.compareTo(LONGEST_WAIT) > 0;
        String message = OpenCodeErrors.messageText(status.path("message").asText());
        if (!tooLong && !status.has("action")) {
            Duration wait = delay.isNegative() ? Duration.ZERO : delay;
            int attempt = status.path("attempt").asInt();
            return Step.of(new AgentEvent.Retry(
                    attempt, wait, OptionalInt.empty(), message, turns.parts().discardOpenPart()));
        }
        var failure = OpenCodeErrors.fatal("rate_limit", message);
        if (!turns.recordError(failure)) {
            return Step.nothing();
        }
        Optional<Instant> reset = tooLong ? Optional.of(next) : Optional.empty();
        var limit = new AgentEvent.Limit(true, Optional.empty(), reset, Json.slice(status));
        return new Step(List.of(limit, failure), turns.abandonTurn());
    }

    private Step error(JsonNode error) {
        if (error.path("name").asText().equals("MessageAbortedError")) {
            turns.onAborted();
            return Step.nothing();
        }
        List<AgentEvent> events = OpenCodeErrors.events(error, clock);
        var failure = (AgentEvent.Failure) events.getLast();
        if (turns.isRejection(failure)) {
            return turns.failMessage(failure);
        }
        return turns.recordError(failure) ? step(events) : Step.nothing();
    }

    private static Step answer(JsonNode event, String reply) {
        return new Step(raw(event).events(), List.of(reply));
    }

    private static Step raw(JsonNode event) {
        return Step.of(new AgentEvent.ProviderRaw(Json.slice(event)));
    }

    private static Step step(List<AgentEvent> events) {
        return events.isEmpty() ? Step.nothing() : new Step(events, List.of());
    }

    private static String id(JsonNode node) {
        return node.path("id").asText();
    }
}
