package dev.yardmaster.provider.codex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.json.JsonSlice;
import dev.yardmaster.provider.AgentEvent;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Translates {@code account/rateLimits/updated}, which Codex sends with every response to a subscription, and before the error if it
 * refuses one. Updates are partial: missing fields and {@code null} mean no change. Each {@code limitId} is a limit of its own:
 * {@code codex} for most models, others for single models, which their {@code limitName} names. A full window does not mean a refusal; only
 * the error does. Not thread-safe.
 */
final class RateLimits {
    /** Percentages are rounded to integers, so a window with 99 % may be full. */
    private static final int FULL = 99;

    private static final Map<Integer, String> WINDOWS = Map.of(300, "five_hour", 10_080, "seven_day");

    /** The limit of the models that have none of their own; updates of older versions have no id. */
    private static final Set<String> MAIN = Set.of("codex", "");

    private final Map<String, ObjectNode> limits = new LinkedHashMap<>();

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
        ObjectNode limit = limits.computeIfAbsent(update.path("limitId").asText(""), _ -> Json.object());
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
     * The limit event for a request that was refused because of a limit. It describes, of the full windows of the limit that applies, the
     * one that resets last.
     *
     * @param message the refusal, which can name the limit
     * @param model the model of the session
     */
    AgentEvent limitForRefusal(String message, Optional<String> model) {
        Optional<ObjectNode> limit = applying(message, model);
        Optional<Window> binding = limit.stream()
                .flatMap(RateLimits::windows)
                .filter(window -> window.usedPercent() >= FULL)
                .max(Comparator.comparing(window -> window.resetsAt().orElse(Instant.MAX)));
        return event(true, binding, binding.flatMap(_ -> limit).map(Json::slice).orElse(JsonSlice.nullValue()));
    }

    /** The limit that the message names, else the limit of the model, else the main limit, else the only one. */
    private Optional<ObjectNode> applying(String message, Optional<String> model) {
        return named(limit -> message.contains(" for " + limit + "."))
                .or(() -> model.flatMap(name -> named(name::equalsIgnoreCase)))
                .or(() -> limits.entrySet().stream()
                        .filter(limit -> MAIN.contains(limit.getKey()))
                        .map(Map.Entry::getValue)
                        .findFirst())
                .or(() -> limits.values().stream().findFirst().filter(_ -> limits.size() == 1));
    }

    private Optional<ObjectNode> named(Predicate<String> condition) {
        return limits.values().stream()
                .filter(limit -> Json.text(limit.path("limitName"))
                                .filter(condition)
                                .isPresent()
                        || Json.text(limit.path("limitId")).filter(condition).isPresent())
                .findFirst();
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
