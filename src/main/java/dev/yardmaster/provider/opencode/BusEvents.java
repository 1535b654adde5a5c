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

/** The events of the bus that concern a session or its sub-agents. What these say is told; when these end is not the session's end. */
final class BusEvents {
    /** A retry that is farther away is a limit, and not waited for. */
    private static final Duration FAR = Duration.ofSeconds(60);

    private static final Set<String> IRRELEVANT =
            Set.of("session.updated", "session.diff", "message.removed", "message.part.removed", "todo.updated");

    private final Permissions permissions;
    private final PendingMessages turns;
    private final InstantSource clock;
    private final Set<String> subAgents = new HashSet<>();
    private final Set<String> ofUser = new HashSet<>();

    BusEvents(Permissions permissions, PendingMessages turns, InstantSource clock) {
        this.permissions = permissions;
        this.turns = turns;
        this.clock = clock;
    }

    Step step(JsonNode event) {
        JsonNode properties = event.path("properties");
        String session = properties.path("sessionID").asText();
        String type = event.path("type").asText();
        if (type.equals("session.created")) {
            adopt(session, properties.path("info").path("parentID").asText());
            return Step.nothing();
        }
        boolean own = turns.isOwn(session);
        if (!own && !subAgents.contains(session)) {
            return Step.nothing();
        }
        return switch (type) {
            case "message.part.delta" -> told(turns.parts().delta(properties));
            case "message.part.updated" -> told(part(properties.path("part")));
            case "permission.asked" ->
                asked(event, RequestLines.permission(id(properties), permissions == Permissions.FULL));
            case "question.asked" -> asked(event, RequestLines.rejectQuestion(id(properties)));
            case "permission.replied", "question.replied", "question.rejected" -> Step.nothing();
            case "message.updated" -> own ? message(properties.path("info")) : child(properties.path("info"));
            case "session.status" -> own ? status(properties.path("status")) : Step.nothing();
            case "session.error" -> own ? error(properties.path("error")) : Step.nothing();
            case "session.idle" -> own ? turns.idle() : Step.nothing();
            default -> IRRELEVANT.contains(type) ? Step.nothing() : raw(event);
        };
    }

    private void adopt(String session, String parent) {
        if (turns.isOwn(parent) || subAgents.contains(parent)) {
            subAgents.add(session);
        }
    }

    private List<AgentEvent> part(JsonNode part) {
        return ofUser.contains(part.path("messageID").asText())
                ? List.of()
                : turns.parts().updated(part);
    }

    private Step message(JsonNode info) {
        if (info.path("role").asText().equals("user")) {
            ofUser.add(id(info));
        } else if (info.path("time").has("completed")) {
            turns.closed(id(info));
        } else {
            turns.opened(id(info));
        }
        return Step.nothing();
    }

    private Step child(JsonNode info) {
        if (info.path("role").asText().equals("user")) {
            ofUser.add(id(info));
        }
        return Step.nothing();
    }

    private Step status(JsonNode status) {
        return switch (status.path("type").asText()) {
            case "busy" -> new Step(List.of(), turns.busy());
            case "retry" -> retry(status);
            default -> Step.nothing();
        };
    }

    /** OpenCode says only when it tries next, and for limits of its own offers what to do about them. */
    private Step retry(JsonNode status) {
        Instant next = Instant.ofEpochMilli(status.path("next").asLong());
        Duration delay = Duration.between(clock.instant(), next);
        boolean far = delay.compareTo(FAR) > 0;
        String message = Errors.words(status.path("message").asText());
        if (!far && !status.has("action")) {
            Duration wait = delay.isNegative() ? Duration.ZERO : delay;
            int attempt = status.path("attempt").asInt();
            return Step.of(new AgentEvent.Retry(
                    attempt, wait, OptionalInt.empty(), message, turns.parts().discard()));
        }
        var failure = Errors.failed("rate_limit", message);
        if (!turns.fail(failure)) {
            return Step.nothing();
        }
        Optional<Instant> reset = far ? Optional.of(next) : Optional.empty();
        var limit = new AgentEvent.Limit(true, Optional.empty(), reset, Json.slice(status));
        return new Step(List.of(limit, failure), turns.giveUp());
    }

    private Step error(JsonNode error) {
        if (error.path("name").asText().equals("MessageAbortedError")) {
            turns.aborted();
            return Step.nothing();
        }
        List<AgentEvent> events = Errors.events(error, clock);
        var failure = (AgentEvent.Failure) events.getLast();
        if (turns.isRefusal(failure)) {
            return turns.failed(failure);
        }
        return turns.fail(failure) ? told(events) : Step.nothing();
    }

    private static Step asked(JsonNode event, String reply) {
        return new Step(raw(event).events(), List.of(reply));
    }

    private static Step raw(JsonNode event) {
        return Step.of(new AgentEvent.ProviderRaw(Json.slice(event)));
    }

    private static Step told(List<AgentEvent> events) {
        return events.isEmpty() ? Step.nothing() : new Step(events, List.of());
    }

    private static String id(JsonNode node) {
        return node.path("id").asText();
    }
}
