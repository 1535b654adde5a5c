package dev.yardmaster.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.client.ApiClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Prints the events of all sessions as lines for people: which agent does what, on which executable. One thread shows events. */
final class DemoStory {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());

    private final ApiClient api;
    private final DemoConsole console;
    private final Map<String, String> topics;
    private final Clock clock;
    private final Instant start;
    private final Map<String, Scene> scenes = new ConcurrentHashMap<>();
    private final AtomicInteger completed = new AtomicInteger();

    /**
     * A story that begins now; all printed times relate to its beginning.
     *
     * @param topics the topics of the tasks, by id
     */
    DemoStory(ApiClient api, DemoConsole console, Map<String, String> topics, Clock clock) {
        this.api = api;
        this.console = console;
        this.topics = topics;
        this.clock = clock;
        this.start = clock.instant();
    }

    private record Scene(String agent, String executable, String topic, boolean continues) {}

    /** Prints an event of the feed, if it is one that the story shows. */
    void show(JsonNode event) {
        Scene scene = scenes.computeIfAbsent(event.path("session").asText(), this::scene);
        JsonNode data = event.path("data");
        switch (event.path("type").asText()) {
            case "session.started" ->
                line(scene, scene.continues() ? "\u21b7 continues the work of the last session" : "\u25b6 starts");
            case "tool.call" ->
                line(scene, "\u270e " + data.at("/input/content").asText());
            case "limit" -> {
                if (data.path("blocked").asBoolean()) {
                    line(scene, console.red("\u2717 limit reached, " + until(data)));
                }
            }
            case "session.ended" -> ended(scene, data);
            default -> {}
        }
    }

    /** How many sessions the story has shown to their successful end. For any thread. */
    int completed() {
        return completed.get();
    }

    /** The time since the beginning. */
    Duration elapsed() {
        return Duration.between(start, clock.instant());
    }

    /** Prints a line of the story. */
    void line(String text) {
        double seconds = elapsed().toMillis() / 1000.0;
        console.line(console.faint(String.format("%6.1f s", seconds)) + "  " + text);
    }

    /** A time of day in the zone of this machine. */
    static String clock(Instant time) {
        return CLOCK.format(time);
    }

    private void ended(Scene scene, JsonNode data) {
        switch (data.path("state").asText()) {
            case "completed" -> {
                line(scene, console.green("\u2713 done"));
                completed.incrementAndGet();
            }
            // The limit itself has been shown.
            case "limited" -> {}
            default -> line(scene, console.red("\u2717 " + data.path("reason").asText()));
        }
    }

    private void line(Scene scene, String text) {
        line(console.bold(String.format("%-6s", scene.agent()))
                + String.format("%-11s", scene.topic())
                + "on " + console.yellow(String.format("%-7s", scene.executable())) + text);
    }

    private String until(JsonNode limit) {
        Instant reset = Instant.parse(limit.path("resetsAt").asText());
        return "no work before " + clock(reset);
    }

    private Scene scene(String id) {
        try {
            JsonNode session = api.get("/api/sessions/" + id);
            return new Scene(
                    session.path("agentName").asText(),
                    session.path("executable").asText(),
                    topics.getOrDefault(session.path("task").asText(), ""),
                    session.has("earlier"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }
}
