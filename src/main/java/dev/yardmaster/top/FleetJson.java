package dev.yardmaster.top;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.top.FleetView.Dispatcher;
import dev.yardmaster.top.FleetView.Limit;
import dev.yardmaster.top.FleetView.Pool;
import dev.yardmaster.top.FleetView.Queue;
import dev.yardmaster.top.FleetView.Wait;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads from the JSON of the API what the screen shows. Its texts are safe for a terminal. */
final class FleetJson {
    private static final String ANY_MODEL = "*";

    private FleetJson() {}

    static Dispatcher dispatcher(List<JsonNode> found) {
        return found.stream()
                .map(json -> new Dispatcher(
                        text(json, "state"),
                        time(json, "until"),
                        Optional.of(text(json, "reason")).filter(reason -> !reason.isEmpty()),
                        json.path("queued").asLong(),
                        json.path("running").asLong()))
                .findAny()
                .orElseGet(() -> new Dispatcher("", Optional.empty(), Optional.empty(), 0, 0));
    }

    static Queue queue(List<JsonNode> tasks) {
        List<JsonNode> open = tasks.stream()
                .filter(task -> text(task, "state").equals("open"))
                .toList();
        List<Wait> waits = open.stream()
                .flatMap(task -> reason(task).stream())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
                .entrySet()
                .stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .map(entry -> new Wait(entry.getKey(), entry.getValue()))
                .toList();
        return new Queue(
                open.stream().flatMap(task -> time(task, "createdAt").stream()).min(Comparator.naturalOrder()),
                waits,
                open.size() < Kind.MOST_OPEN_TASKS);
    }

    static List<Pool> pools(List<JsonNode> pools) {
        return pools.stream()
                .map(json -> new Pool(
                        text(json, "name"),
                        json.path("used").asInt(),
                        json.path("size").asInt(),
                        json.path("enabled").asBoolean(true)))
                .sorted(Comparator.comparing(Pool::name))
                .toList();
    }

    /** The limits that are in force, the soonest end first. */
    static List<Limit> limits(List<JsonNode> limits) {
        return limits.stream()
                .filter(json -> !json.hasNonNull("clearedAt"))
                .flatMap(json -> time(json, "blockedUntil")
                        .map(until -> new Limit(
                                text(json, "executable"),
                                text(json, "model").equals(ANY_MODEL) ? "" : text(json, "model"),
                                text(json, "window"),
                                until))
                        .stream())
                .sorted(Comparator.comparing(Limit::until).thenComparing(Limit::executable))
                .toList();
    }

    /** A field as one line; empty if it is missing. */
    static String text(JsonNode json, String field) {
        return SafeText.line(json.path(field).asText(""));
    }

    private static Optional<String> reason(JsonNode task) {
        if (!text(task, "reason").isEmpty()) {
            return Optional.of(text(task, "reason"));
        }
        return task.path("blockedBy").isEmpty() ? Optional.empty() : Optional.of("Waits for other tasks.");
    }

    private static Optional<Instant> time(JsonNode json, String field) {
        try {
            return json.path(field).isTextual()
                    ? Optional.of(
                            OffsetDateTime.parse(json.path(field).asText()).toInstant())
                    : Optional.empty();
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
