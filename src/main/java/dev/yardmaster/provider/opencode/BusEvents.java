package dev.yardmaster.provider.opencode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.Dialogue.Step;
import dev.yardmaster.provider.opencode.server.OpenCodeErrors;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Translates the events of OpenCode's event bus that belong to the session or to its sub-agents, at any depth. The output of sub-agents is
 * reported, and their requests are answered. The end or an error of a sub-agent does not end the session's turn, but a limit does: the
 * session waits for its sub-agents.
 */
final class BusEvents {
    /** OpenCode waits up to this long before a retry. A retry that is further away counts as a limit, and the turn is abandoned. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    private static final String ABORTED = "MessageAbortedError";

    private static final Set<String> IGNORED =
            Set.of("session.diff", "message.removed", "message.part.removed", "todo.updated");

    /** A sub-agent that continues an earlier conversation sends only the second one. */
    private static final Set<String> SESSION_INFO = Set.of("session.created", "session.updated");

    private final PermissionRequests requests;
    private final TurnQueue turns;
    private final InstantSource clock;
    private final Set<String> subAgents = new HashSet<>();
    private final Set<String> userMessages = new HashSet<>();
    /** The last retry that was reported, by the id of its session. After missed events the server's state is reported again. */
    private final Map<String, JsonNode> retries = new HashMap<>();

    BusEvents(PermissionRequests requests, TurnQueue turns, InstantSource clock) {
        this.requests = requests;
        this.turns = turns;
        this.clock = clock;
    }

    Step step(JsonNode event) {
        JsonNode properties = event.path("properties");
        String session = properties.path("sessionID").asText();
        String type = event.path("type").asText();
        if (SESSION_INFO.contains(type)) {
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
            case "permission.asked" -> requests.onAsked(event);
            case "question.asked" -> answer(event, RequestLines.rejectQuestion(id(properties)));
            case "permission.replied" ->
                requests.onReplied(properties.path("requestID").asText());
            case "question.replied", "question.rejected" -> Step.nothing();
            case "message.updated" -> own ? message(properties.path("info")) : subAgentMessage(properties.path("info"));
            case "session.status" -> status(session, properties.path("status"));
            case "session.error" -> own ? error(properties.path("error")) : subAgentError(properties.path("error"));
            case "session.idle" -> own ? idle() : Step.nothing();
            default -> IGNORED.contains(type) ? Step.nothing() : raw(event);
        };
    }

    /** OpenCode reports the end of a turn more than once. */
    private Step idle() {
        Step idle = turns.onIdle();
        boolean ended = idle.events().stream().anyMatch(AgentEvent.TurnEnded.class::isInstance);
        return ended ? requests.onTurnEnd().then(idle) : idle;
    }

    private void addSubAgent(String session, String parent) {
        if (turns.isOwn(parent) || subAgents.contains(parent)) {
            subAgents.add(session);
        }
    }

    private List<AgentEvent> part(JsonNode part) {
        subAgent(part).ifPresent(subAgents::add);
        return userMessages.contains(part.path("messageID").asText())
                ? List.of()
                : turns.parts().updated(part);
    }

    /** The session that a tool call started or continues. It can be a sub-agent of an earlier session, so its parent may be another one. */
    static Optional<String> subAgent(JsonNode part) {
        return Json.text(part.path("state").path("metadata").path("sessionId"));
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

    private Step status(String session, JsonNode status) {
        return switch (status.path("type").asText()) {
            case "busy" -> turns.isOwn(session) ? new Step(List.of(), turns.onBusy()) : Step.nothing();
            case "retry" -> retry(session, status);
            default -> Step.nothing();
        };
    }

    /** OpenCode reports the time of the next attempt. For its own limits it also offers an {@code action}. */
    private Step retry(String session, JsonNode status) {
        if (status.equals(retries.put(session, status))) {
            return Step.nothing();
        }
        Instant next = Instant.ofEpochMilli(status.path("next").asLong());
        Duration delay = Duration.between(clock.instant(), next);
        boolean tooLong = delay.compareTo(LONGEST_WAIT) > 0;
        String message = OpenCodeErrors.messageText(status.path("message").asText());
        if (!tooLong && !status.has("action")) {
            Duration wait = delay.isNegative() ? Duration.ZERO : delay;
            int attempt = status.path("attempt").asInt();
            return Step.of(new AgentEvent.Retry(
                    attempt, wait, OptionalInt.empty(), message, turns.parts().discardOpenPart(session)));
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
        if (error.path("name").asText().equals(ABORTED)) {
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

    /** The session gets the error as the result of its tool call and continues, so it is only a warning. */
    private Step subAgentError(JsonNode error) {
        return error.path("name").asText().equals(ABORTED)
                ? Step.nothing()
                : step(OpenCodeErrors.events(error, clock).stream()
                        .map(BusEvents::asWarning)
                        .toList());
    }

    private static AgentEvent asWarning(AgentEvent event) {
        return event instanceof AgentEvent.Failure it
                ? new AgentEvent.Failure(it.kind(), it.message(), it.status(), false)
                : event;
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
