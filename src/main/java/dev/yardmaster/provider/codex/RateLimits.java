package dev.yardmaster.provider.codex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.json.JsonSlice;
import dev.yardmaster.provider.AgentEvent;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Translates {@code account/rateLimits/updated}, which Codex sends with every response to a subscription, and before the error if it
 * refuses one. Updates are partial: missing fields and {@code null} mean no change. Each {@code limitId} is a limit of its own. A full
 * window does not mean a refusal; only the error does. Not thread-safe.
 */
final class RateLimits {
    /** Percentages are rounded to integers, so a window with 99 % may be full. */
    private static final int FULL = 99;

    private static final Map<Integer, String> WINDOWS = Map.of(300, "five_hour", 10_080, "seven_day");

    private final Map<String, ObjectNode> limits = new HashMap<>();
    private String lastId = "";

    private record Window(String name, int usedPercent, Optional<Instant> resetsAt) {
        static Stream<Window> of(String position, JsonNode window) {
            if (!window.isObject()) {
                return Stream.empty();
            }
            int minutes = window.path("windowDurationMins").asInt();
            long resetsAt = window.path("resetsAt").asLong();
            return Stream.of(new Window(
                    WINDOWS.getOrDefault(minutes, position),
                    window.path("usedPercent").asInt(),
                    resetsAt > 0 ? Optional.of(Instant.ofEpochSecond(resetsAt)) : Optional.empty()));
        }
    }

    /** The event for an update that changes something. It describes the window with the highest usage. */
    List<AgentEvent> update(JsonNode update) {
        lastId = update.path("limitId").asText("");
        ObjectNode limit = limits.computeIfAbsent(lastId, _ -> Json.object());
        ObjectNode before = limit.deepCopy();
        merge(limit, update);
        return limit.equals(before)
                ? List.of()
                : windows(limit)
                        .max(Comparator.comparingInt(Window::usedPercent))
                        .<AgentEvent>map(window -> event(false, Optional.of(window), Json.slice(limit)))
                        .stream()
                        .toList();
    }

    /**
     * The limit event for a request that was refused because of a limit. It describes the limit that was updated last, and of its full
     * windows the one that resets last.
     */
    AgentEvent limitForRefusal() {
        Optional<ObjectNode> limit = Optional.ofNullable(limits.get(lastId));
        Optional<Window> binding = limit.stream()
                .flatMap(RateLimits::windows)
                .filter(window -> window.usedPercent() >= FULL)
                .max(Comparator.comparing(window -> window.resetsAt().orElse(Instant.MAX)));
        return event(true, binding, binding.flatMap(_ -> limit).map(Json::slice).orElse(JsonSlice.nullValue()));
    }

    private static AgentEvent event(boolean blocked, Optional<Window> window, JsonSlice details) {
        return new AgentEvent.Limit(blocked, window.map(Window::name), window.flatMap(Window::resetsAt), details);
    }

    private static Stream<Window> windows(ObjectNode limit) {
        return Stream.of("primary", "secondary").flatMap(position -> Window.of(position, limit.path(position)));
    }

    private static void merge(ObjectNode into, JsonNode update) {
        update.properties().forEach(field -> {
            JsonNode known = into.path(field.getKey());
            if (field.getValue().isObject() && known instanceof ObjectNode object) {
                merge(object, field.getValue());
            } else if (!field.getValue().isNull()) {
                into.set(field.getKey(), field.getValue());
            }
        });
    }
}
