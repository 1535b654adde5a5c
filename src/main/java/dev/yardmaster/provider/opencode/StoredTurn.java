package dev.yardmaster.provider.opencode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.provider.opencode.server.DirectoryApi;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the server stores about a turn: the messages of the session and of its sub-agents, their states, and the open requests. */
final class StoredTurn {
    private final SessionActivity.Turn turn;
    private final JsonNode statuses;
    /** The sub-agents that were active in the turn, and their parents. */
    private final Map<String, String> subAgents = new TreeMap<>();

    private final List<JsonNode> messages = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();

    private StoredTurn(SessionActivity.Turn turn, JsonNode statuses) {
        this.turn = turn;
        this.statuses = statuses;
    }

    /** How far the turn is. */
    enum State {
        /** The server works on it. */
        RUNNING,
        /** The server works on it, but the agent's last message is complete. */
        ENDING,
        /** The agent's last message is complete. */
        OVER,
        /** The server does not work on it, but the agent's last message is not complete. */
        UNDECIDED
    }

    /** The state is read first: what belongs to a turn that is over is stored before. */
    static StoredTurn read(DirectoryApi api, SessionActivity.Turn turn) throws IOException, InterruptedException {
        StoredTurn stored = new StoredTurn(turn, api.get("/session/status"));
        stored.addMessages(api, turn.session());
        stored.messages.sort(Comparator.comparingLong(StoredMessages::created));
        stored.addRequests("permission.asked", api.get("/permission"));
        stored.addRequests("question.asked", api.get("/question"));
        return stored;
    }

    State state() {
        JsonNode last = lastMessage();
        boolean complete = role(last).equals("assistant") && last.path("time").has("completed");
        if (isWorking()) {
            return complete && !last.path("finish").asText().equals("tool-calls") ? State.ENDING : State.RUNNING;
        }
        return complete ? State.OVER : State.UNDECIDED;
    }

    boolean isWorking() {
        JsonNode status = statuses.path(turn.session()).path("type");
        return !status.isMissingNode() && !status.asText().equals("idle");
    }

    /** The lines that the bus would have sent. */
    List<String> lines() {
        List<String> lines = new ArrayList<>(List.of(RequestLines.missedEvents()));
        subAgents.forEach((id, parent) -> lines.add(created(id, parent)));
        if (isWorking() || !lastMessage().isMissingNode()) {
            lines.add(status(turn.session(), Json.object().put("type", "busy")));
        }
        messages.forEach(message -> addMessage(message, lines));
        statuses.properties().stream()
                .filter(status -> belongs(status.getKey()))
                .forEach(status -> lines.add(status(status.getKey(), status.getValue())));
        lines.addAll(requests);
        if (!isWorking()) {
            addEnd(lines);
        }
        return lines;
    }

    /** Adds the messages of a session and of its sub-agents. */
    private void addMessages(DirectoryApi api, String session) throws IOException, InterruptedException {
        List<JsonNode> found = new StoredMessages(api).since(turn.startedAt(), session);
        messages.addAll(found);
        for (String subAgent : subAgents(found, api.get("/session/" + session + "/children"))) {
            if (!belongs(subAgent)) {
                subAgents.put(subAgent, session);
                addMessages(api, subAgent);
            }
        }
    }

    private Set<String> subAgents(List<JsonNode> found, JsonNode children) {
        Set<String> ids = new TreeSet<>();
        for (JsonNode message : found) {
            message.path("parts").forEach(part -> BusEvents.subAgent(part).ifPresent(ids::add));
        }
        for (JsonNode child : children) {
            if (child.path("time").path("updated").asLong() >= turn.startedAt()) {
                ids.add(child.path("id").asText());
            }
        }
        return ids;
    }

    private void addRequests(String type, JsonNode pending) {
        for (JsonNode request : pending) {
            if (request instanceof ObjectNode properties
                    && belongs(request.path("sessionID").asText())) {
                requests.add(event(type, properties));
            }
        }
    }

    /** A text that is still being written is left out, because the server stores it only when it is complete. */
    private void addMessage(JsonNode message, List<String> lines) {
        ObjectNode info = message.withObject("/info").deepCopy();
        String session = info.path("sessionID").asText();
        if (!isWorking() && role(info).equals("assistant")) {
            info.withObject("/time").putIfAbsent("completed", info.path("time").path("created"));
        }
        lines.add(event("message.updated", properties(session).set("info", info)));
        for (JsonNode part : message.path("parts")) {
            boolean open = part.has("text")
                    && !part.path("time").has("end")
                    && role(info).equals("assistant");
            if (!open) {
                lines.add(event("message.part.updated", properties(session).set("part", part)));
            }
        }
    }

    private void addEnd(List<String> lines) {
        JsonNode stored = lastMessage().path("error");
        if (!stored.isMissingNode() || state() == State.UNDECIDED) {
            JsonNode error = stored.isMissingNode() ? lost() : stored;
            lines.add(event("session.error", properties(turn.session()).set("error", error)));
        }
        lines.add(event("session.idle", properties(turn.session())));
    }

    private static JsonNode lost() {
        ObjectNode error = Json.object().put("name", "TurnLost");
        error.putObject("data")
                .put(
                        "message",
                        "OpenCode ended the turn without a complete message while its stream of events was interrupted."
                                + " Start the task again.");
        return error;
    }

    /** The last message of the session itself, or a missing node if the turn has none. */
    private JsonNode lastMessage() {
        return messages.reversed().stream()
                .map(message -> message.path("info"))
                .filter(info -> info.path("sessionID").asText().equals(turn.session()))
                .findFirst()
                .orElse(Json.MAPPER.missingNode());
    }

    private boolean belongs(String session) {
        return session.equals(turn.session()) || subAgents.containsKey(session);
    }

    private static String role(JsonNode info) {
        return info.path("role").asText();
    }

    private static String created(String session, String parent) {
        ObjectNode info = Json.object().put("id", session).put("parentID", parent);
        return event("session.created", properties(session).set("info", info));
    }

    private static String status(String session, JsonNode status) {
        return event("session.status", properties(session).set("status", status));
    }

    private static ObjectNode properties(String session) {
        return Json.object().put("sessionID", session);
    }

    private static String event(String type, ObjectNode properties) {
        return Json.object().put("type", type).set("properties", properties).toString();
    }
}
