package dev.yardmaster.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** What the demo shows: an agent is registered, a task is created, and its session is followed live. */
final class DemoTour {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ApiClient api;
    private final PrintStream out;
    private String current = "";

    DemoTour(ApiClient api, PrintStream out) {
        this.api = api;
        this.out = out;
    }

    /** Shows it; returns the exit code. */
    int run() throws IOException, InterruptedException, TimeoutException {
        api.post("/api/agents", Map.of("name", "ada", "role", "worker"));
        out.println("Registered the agent 'ada' (a simulated Claude Code).");
        String task = api.post(
                        "/api/tasks", Map.of("title", "A haiku", "prompt", "Write a haiku about a railway yard."))
                .path("id")
                .asText();
        out.println("Created the task 'A haiku'.");
        String session = awaitSession(task);
        out.println("Streaming /api/sessions/" + session + "/events:");
        out.println();
        api.stream("/api/sessions/" + session + "/events", this::show);
        JsonNode done = awaitEnd(task);
        out.println();
        out.println("The task is " + done.path("state").asText() + ". Its result: "
                + done.path("result").asText());
        return done.path("state").asText().equals("done") ? ExitCode.OK : ExitCode.REFUSED;
    }

    private String awaitSession(String task) throws IOException, InterruptedException, TimeoutException {
        return await(task, "session").path("session").asText();
    }

    private JsonNode awaitEnd(String task) throws IOException, InterruptedException, TimeoutException {
        return await(task, "result");
    }

    private JsonNode await(String task, String field) throws IOException, InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            JsonNode found = api.get("/api/tasks/" + task);
            if (found.has(field) || found.has("reason")) {
                return found;
            }
            Thread.sleep(20);
        }
        throw new TimeoutException("The task got no " + field + " within " + PATIENCE.toSeconds() + " seconds");
    }

    private void show(JsonNode event) {
        JsonNode data = event.path("data");
        switch (event.path("type").asText()) {
            case "session.started" ->
                out.println("  ● started   model " + data.path("model").asText());
            case "user.message" ->
                out.println("  ▷ task      " + data.path("text").asText());
            case "message.delta" -> word(event, data.path("text").asText());
            case "message" -> out.println();
            case "tool.call" -> out.println("  ⚒ calls     " + data.path("name").asText() + " " + data.path("input"));
            case "tool.result" ->
                out.println("  ✓ answers   " + data.path("output").asText());
            case "usage" ->
                out.println("  Σ tokens    " + data.path("inputTokens").asLong() + " in, "
                        + data.path("outputTokens").asLong() + " out");
            case "error" -> out.println("  ✗ error     " + data.path("message").asText());
            case "session.ended" ->
                out.println("  ■ " + data.path("state").asText() + "  "
                        + data.path("reason").asText());
            default -> {}
        }
        out.flush();
    }

    private void word(JsonNode event, String text) {
        String message = event.at("/data/message").asText();
        if (!message.equals(current)) {
            current = message;
            out.print("  ◇ says      ");
        }
        out.print(text);
    }
}
