package dev.yardmaster.top;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.top.FleetView.Service;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is known about the fleet: the things as the API shows them, and the last line of each session. For any thread. */
final class Fleet {
    private final Map<Kind, Map<String, JsonNode>> things = new EnumMap<>(Kind.class);
    private final SessionLines lines = new SessionLines();
    private Service service;
    private long version;

    /** @param address the URL of the service, for the user */
    Fleet(String address) {
        service = new Service(address, Optional.empty(), Optional.empty(), new Connection.Connecting());
    }

    /** A number that grows with each change. */
    synchronized long version() {
        return version;
    }

    /** Replaces all things of a kind. */
    synchronized void replace(Kind kind, Collection<JsonNode> all) {
        of(kind).clear();
        all.forEach(thing -> put(kind, id(kind, thing), thing));
        if (kind == Kind.SESSION) {
            lines.retain(of(kind).keySet());
        }
        version++;
    }

    /** Adds or replaces a thing. Removes it if it is in a state that is not shown. */
    synchronized void put(Kind kind, String id, JsonNode thing) {
        if (kind.isShown(thing)) {
            of(kind).put(id, thing);
            version++;
        } else {
            remove(kind, id);
        }
    }

    synchronized void remove(Kind kind, String id) {
        of(kind).remove(id);
        if (kind == Kind.SESSION) {
            lines.remove(id);
        }
        version++;
    }

    /** Takes an event of a session. Only the newest line of each session is kept. */
    synchronized void event(JsonNode event) {
        if (lines.add(event)) {
            version++;
        }
    }

    synchronized void connection(Connection connection) {
        service = new Service(service.address(), service.version(), service.startedAt(), connection);
        version++;
    }

    /** Sets what the service reports about itself. */
    synchronized void about(Optional<String> serviceVersion, Optional<Instant> startedAt) {
        service = new Service(service.address(), serviceVersion, startedAt, service.connection());
        version++;
    }

    /** When the dispatcher continues by itself. */
    synchronized Optional<Instant> dispatcherUntil() {
        return FleetJson.dispatcher(all(Kind.DISPATCHER)).until();
    }

    synchronized FleetView view() {
        return new FleetView(
                service,
                FleetJson.dispatcher(all(Kind.DISPATCHER)),
                FleetJson.queue(all(Kind.TASK)),
                FleetJson.pools(all(Kind.POOL)),
                FleetJson.limits(all(Kind.LIMIT)),
                new AgentRows(titles(), all(Kind.SESSION), lines).of(all(Kind.AGENT)));
    }

    private Map<String, String> titles() {
        return of(Kind.TASK).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, task -> task.getValue().path("title").asText()));
    }

    private Map<String, JsonNode> of(Kind kind) {
        return things.computeIfAbsent(kind, _ -> new LinkedHashMap<>());
    }

    private List<JsonNode> all(Kind kind) {
        return List.copyOf(of(kind).values());
    }

    private static String id(Kind kind, JsonNode thing) {
        return kind == Kind.DISPATCHER ? "dispatcher" : thing.path("id").asText();
    }
}
