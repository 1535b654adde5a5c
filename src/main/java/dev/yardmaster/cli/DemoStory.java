package dev.yardmaster.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.client.ApiClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Prints the events of all sessions as lines for people: which agent does what, on which executable. One thread shows events. */
final class DemoStory {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());

    private static final String TOOL = "mcp__" + DemoTools.SERVER + "__";

    private final ApiClient api;
    private final DemoConsole console;
    private final Clock clock;
    private final Instant start;
    private final Map<String, Scene> scenes = new ConcurrentHashMap<>();
    private final Set<Scene> asking = ConcurrentHashMap.newKeySet();
    private final AtomicInteger ended = new AtomicInteger();

    /** A story that begins now; all printed times relate to its beginning. */
    DemoStory(ApiClient api, DemoConsole console, Clock clock) {
        this.api = api;
        this.console = console;
        this.clock = clock;
        this.start = clock.instant();
    }

    /** @param session the id of the session */
    private record Scene(String session, String agent, String executable, String topic, boolean continues) {}

    /** Prints an event of the feed, if it is one that the story shows. */
    void show(JsonNode event) {
        Scene scene = scenes.computeIfAbsent(event.path("session").asText(), this::scene);
        JsonNode data = event.path("data");
        switch (event.path("type").asText()) {
            case "session.started" ->
                line(scene, scene.continues() ? "\u21b7 continues the work of the last session" : "\u25b6 starts");
            case "tool.call" -> called(scene, data.path("name").asText(), data.path("input"));
            case "limit" -> {
                if (data.path("blocked").asBoolean()) {
                    line(scene, console.red("\u2717 limit reached, " + until(data)));
                }
            }
            case "session.ended" -> ended(scene, data);
            default -> {}
        }
    }

    /** How many sessions the story has shown to their end. For any thread. */
    int ended() {
        return ended.get();
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

    /** Calls of other tools are not shown. */
    private void called(Scene scene, String tool, JsonNode input) {
        switch (tool) {
            case "Write" -> line(scene, "\u270e " + input.path("content").asText());
            case TOOL + "plan_apply" ->
                line(scene, "\u2630 plans " + input.path("tasks").size() + " tasks");
            case TOOL + "ask" -> {
                asking.add(scene);
                line(scene, console.yellow("? " + input.path("question").asText()));
            }
            case TOOL + "message_send" ->
                line(scene, "\u2709 " + input.path("text").asText());
            default -> {}
        }
    }

    private void ended(Scene scene, JsonNode data) {
        switch (data.path("state").asText()) {
            case "completed" ->
                line(scene, asking.remove(scene) ? "\u2026 waits for the answer" : console.green("\u2713 done"));
            // The limit itself has been shown.
            case "limited" -> {}
            default -> line(scene, console.red("\u2717 " + data.path("reason").asText()));
        }
        ended.incrementAndGet();
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

    private String topic(String task) throws InterruptedException {
        return DemoCast.topic(api.get("/api/tasks/" + task).path("title").asText());
    }

    private Scene scene(String id) {
        try {
            JsonNode session = api.get("/api/sessions/" + id);
            return new Scene(
                    id,
                    session.path("agentName").asText(),
                    session.path("executable").asText(),
                    session.has("task") ? topic(session.path("task").asText()) : "",
                    session.has("task") && session.has("earlier"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }
}
