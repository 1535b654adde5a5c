package dev.yardmaster.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.Slots;
import dev.yardmaster.testkit.cli.EventFlood;
import dev.yardmaster.testkit.cli.FakeClaude;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tasks from their creation to the end of their sessions. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class DispatchTest {
    private static final EventFlood SHORT = EventFlood.of(3);

    @TempDir
    Path directory;

    private final Api api = LocalService.api();
    private String executable;

    @BeforeEach
    void connect() {
        executable = Slots.running(FakeClaude.printing(SHORT).install(directory));
    }

    @Test
    void shouldStartAReadyTaskPromptly() {
        // Given
        List<Duration> waits = new ArrayList<>();

        // When
        for (int i = 0; i < 9; i++) {
            JsonObject task = api.awaitTask(api.task(api.agent(executable), "go"), "done");
            JsonObject session = api.json(api.get("/api/sessions/" + task.getString("session")));
            waits.add(Duration.between(task.getInstant("createdAt"), session.getInstant("startedAt")));
        }

        // Then
        Collections.sort(waits);
        assertThat(waits.get(4)).isLessThan(DispatchFixture.PROMPTLY);
    }

    @Test
    void shouldStoreTheResultOfATask() {
        // Given
        String agent = api.agent(executable);

        // When
        JsonObject task = api.awaitTask(api.task(agent, "go"), "done");

        // Then
        assertThat(task.getString("result")).isEqualTo(SHORT.text(1, 3));
        assertThat(task.getInteger("attempts")).isOne();
        assertThat(task.getString("assignee"))
                .isEqualTo(api.json(api.get("/api/agents/" + agent)).getString("id"));
        JsonObject session = api.json(api.get("/api/sessions/" + task.getString("session")));
        assertThat(session.getString("state")).isEqualTo("completed");
        assertThat(session.getJsonObject("usage").getDouble("costUsd")).isEqualTo(0.5);
    }

    @Test
    void shouldRunTasksOneByOneTheMostUrgentFirst() {
        // Given
        String agent = api.agent(new JsonObject().put("executable", executable).put("enabled", false));
        List<String> tasks = Stream.of(5, 3, 1, 4, 3, 2)
                .map(priority -> api.json(api.post("/api/tasks", task(agent).put("priority", priority)))
                        .getString("id"))
                .toList();

        // When
        enable(agent);

        // Then
        tasks.forEach(task -> api.awaitTask(task, "done"));
        List<String> order = api.json(api.get("/api/sessions?agent=" + agent)).getJsonArray("items").stream()
                .map(session -> ((JsonObject) session).getString("task"))
                .toList();
        assertThat(order.reversed())
                .isEqualTo(Stream.of(2, 5, 1, 4, 3, 0).map(tasks::get).toList());
        assertNeverTwoAtOnce(agent);
    }

    @Test
    void shouldStartAScheduledTaskOnTime() {
        // Given
        String agent = api.agent(executable);
        Instant at = Instant.now().plusMillis(1_200);

        // When
        JsonObject task = api.awaitTask(
                api.json(api.post("/api/tasks", task(agent).put("scheduledFor", at.toString())))
                        .getString("id"),
                "done");

        // Then
        Instant started =
                api.json(api.get("/api/sessions/" + task.getString("session"))).getInstant("startedAt");
        assertThat(started).isBetween(at, at.plus(DispatchFixture.PROMPTLY));
    }

    @Test
    void shouldRetryAfterACrashAndFinallyFail() {
        // Given
        String crashing = Slots.running(
                FakeClaude.printing(EventFlood.of(10).crashAfter(5)).install(directory));
        String agent = api.agent(crashing);

        // When
        JsonObject task = api.awaitTask(api.task(agent, "go"), "failed");

        // Then
        assertThat(task.getInteger("attempts")).isEqualTo(3);
        assertThat(task.getInteger("failures")).isEqualTo(3);
        assertThat(task.getString("reason"))
                .startsWith("Given up after these attempts: On " + crashing + ", failed")
                .contains("ended by signal 9 before its turn was over.");
        List<String> states = api.json(api.get("/api/sessions?agent=" + agent)).getJsonArray("items").stream()
                .map(session -> ((JsonObject) session).getString("state"))
                .toList();
        assertThat(states).containsExactly("failed", "failed", "failed");
    }

    @Test
    void shouldCompleteWhenALaterAttemptSucceeds() {
        // Given
        Path mark = directory.resolve("crashed-once");
        String agent =
                api.agent(Slots.script("if [ ! -e '%1$s' ]; then : > '%1$s'; exit 7; fi; exec '%2$s/claude' \"$@\""
                        .formatted(mark, directory)));

        // When
        JsonObject task = api.awaitTask(api.task(agent, "go"), "done");

        // Then
        assertThat(task.getInteger("attempts")).isEqualTo(2);
        assertThat(task.getInteger("failures")).isOne();
        assertThat(task.containsKey("reason")).isFalse();
    }

    @Test
    void shouldStoreWhyAProgramCantBeStarted() {
        // Given
        String missing = Slots.running(Path.of("/nonexistent/claude"));

        // When
        JsonObject task = api.awaitTask(api.task(api.agent(missing), "go"), "failed");

        // Then
        assertThat(task.getString("reason")).isNotBlank();
        assertThat(task.getInteger("attempts")).isEqualTo(3);
    }

    @Test
    void shouldRunEachOfManyTasksOnce() {
        // Given
        JsonObject director = new JsonObject()
                .put("executable", executable)
                .put("role", "director")
                .put("maxConcurrentTasks", 2);
        List<String> agents = List.of(api.agent(director), api.agent(director));

        // When
        List<String> tasks = IntStream.range(0, 20)
                .mapToObj(_ -> api.json(api.post(
                                "/api/tasks",
                                new JsonObject()
                                        .put("title", "shared")
                                        .put("prompt", "go")
                                        .put("role", "director")))
                        .getString("id"))
                .toList();

        // Then
        tasks.forEach(task ->
                assertThat(api.awaitTask(task, "done").getInteger("attempts")).isOne());
        List<String> done = agents.stream()
                .flatMap(agent -> api.json(api.get("/api/sessions?agent=" + agent)).getJsonArray("items").stream())
                .map(session -> ((JsonObject) session).getString("task"))
                .toList();
        assertThat(done).containsExactlyInAnyOrderElementsOf(tasks);
        agents.forEach(agent -> api.json(api.post("/api/agents/" + agent + "/stop", new JsonObject())));
    }

    @Test
    void shouldNotStartTasksOfADisabledAgent() {
        // Given
        String disabled =
                api.agent(new JsonObject().put("executable", executable).put("enabled", false));
        String waiting = api.task(disabled, "wait");

        // When
        api.awaitTask(api.task(api.agent(executable), "go"), "done");

        // Then
        assertThat(api.json(api.get("/api/tasks/" + waiting)).getString("state"))
                .isEqualTo("open");
        assertThat(api.json(api.get("/api/sessions?agent=" + disabled)).getJsonArray("items"))
                .isEmpty();
    }

    @Test
    void shouldMoveATaskToReviewWhenItsSessionIsStopped() {
        // Given
        String agent = api.agent(Slots.script("read -r _; cat >/dev/null"));
        String task = api.task(agent, "go");
        String session = api.awaitSession(task);
        await().until(() ->
                api.post("/api/sessions/" + session + "/stop", new JsonObject()).statusCode() < 300);

        // When
        JsonObject held = api.awaitTask(task, "review");

        // Then
        assertThat(held.getString("reason")).isEqualTo("Stopped by hand.");
        assertThat(held.getInteger("failures")).isZero();
        api.json(api.post("/api/tasks/" + task + "/cancel", new JsonObject()));
    }

    private static JsonObject task(String agent) {
        return new JsonObject().put("title", "a task").put("prompt", "go").put("agent", agent);
    }

    private void enable(String agent) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(LocalService.base().resolve("/api/agents/" + agent))
                    .header("Authorization", "Bearer " + api.token())
                    .header("Content-Type", "application/json")
                    .method("PATCH", BodyPublishers.ofString("{\"enabled\":true}"))
                    .build();
            assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertNeverTwoAtOnce(String agent) {
        List<JsonObject> sessions = api.json(api.get("/api/sessions?agent=" + agent)).getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .toList()
                .reversed();
        for (int i = 1; i < sessions.size(); i++) {
            assertThat(sessions.get(i).getInstant("startedAt"))
                    .isAfterOrEqualTo(sessions.get(i - 1).getInstant("endedAt"));
        }
    }
}
