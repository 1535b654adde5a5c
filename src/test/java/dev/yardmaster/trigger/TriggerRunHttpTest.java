package dev.yardmaster.trigger;

import static dev.yardmaster.trigger.TriggerFixture.add;
import static dev.yardmaster.trigger.TriggerFixture.cancel;
import static dev.yardmaster.trigger.TriggerFixture.complete;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Runs of triggers: when they start, and what they create. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(120)
class TriggerRunHttpTest {
    @Inject
    Pool pool;

    @RegisterExtension
    final TriggerFixture fixture = new TriggerFixture();

    private final Api api = LocalService.api();
    private final String name = fixture.name;
    private String agent;

    @BeforeEach
    void connect() {
        agent = fixture.agent();
    }

    @Test
    void shouldRunByHandOneRunAtATime() {
        // Given
        add(trigger().put("cron", "0 3 29 2 *"));

        // When
        JsonObject first = runByHand();
        JsonObject second = runByHand();

        // Then
        JsonObject started = awaitRun(first.getString("id"), "started");
        JsonObject task = api.json(api.get("/api/tasks/" + started.getString("task")));
        assertThat(task.getString("title")).isEqualTo("Task of " + name);
        assertThat(task.getString("prompt")).isEqualTo("Look.");
        assertThat(run(second.getString("id")).getString("state")).isEqualTo("waiting");
        cancel(task.getString("id"));
        cancel(awaitRun(second.getString("id"), "started").getString("task"));
        assertThat(run(first.getString("id")).getString("taskState")).isEqualTo("cancelled");
    }

    @Test
    void shouldRunAtItsTimeAndSkipTimesDuringARun() {
        // Given
        add(trigger().put("cron", "* * * * * *"));

        // When
        await().atMost(Duration.ofSeconds(60)).until(() -> runs().size() >= 2);
        patch("{\"enabled\": false}");

        // Then
        List<JsonObject> runs = runs();
        JsonObject first = runs.getLast();
        assertThat(first.getString("cause")).isEqualTo("time");
        assertThat(first.getString("state")).isEqualTo("started");
        assertThat(runs.subList(0, runs.size() - 1)).allSatisfy(run -> {
            assertThat(run.getString("state")).isEqualTo("skipped");
            assertThat(run.getString("reason")).isEqualTo("The run before goes on.");
        });
        cancel(first.getString("task"));
    }

    @Test
    void shouldRunOnceForTimesThatHavePassed() {
        // Given
        add(trigger().put("cron", "0 * * * *"));
        Instant missed = Instant.parse("2026-01-01T00:00:00Z");

        // When
        pool.preparedQuery("UPDATE trigger SET next_at = $2 WHERE name = $1")
                .execute(Tuple.of(name, missed.atOffset(ZoneOffset.UTC)))
                .await()
                .atMost(Duration.ofSeconds(30));

        // Then
        await().until(() ->
                runs().size() == 1 && runs().getFirst().getString("state").equals("started"));
        assertThat(runs().getFirst().getString("dueAt")).isEqualTo(missed.toString());
        assertThat(Instant.parse(api.json(api.get("/api/triggers/" + name)).getString("nextAt")))
                .isAfter(Instant.now().minusSeconds(5));
        cancel(runs().getFirst().getString("task"));
    }

    @Test
    void shouldRunOnEventsButNotOnThoseOfItsOwnTasks() {
        // Given
        add(trigger().put("events", List.of("task.done")));
        String other = api.task(agent, "Build it.");

        // When
        complete(other);

        // Then
        await().until(() -> runs().stream()
                .anyMatch(run -> other.equals(run.getJsonObject("data").getString("task"))
                        && run.getString("state").equals("started")));
        JsonObject run = runs().stream()
                .filter(it -> other.equals(it.getJsonObject("data").getString("task")))
                .findAny()
                .orElseThrow();
        JsonObject task = api.json(api.get("/api/tasks/" + run.getString("task")));
        assertThat(task.getString("prompt"))
                .startsWith("Look.\n\n[Yardmaster] The trigger")
                .contains("> task: " + other);
        complete(task.getString("id"));
        api.json(patch("{\"enabled\": false}"));
        assertThat(runs())
                .noneMatch(it ->
                        task.getString("id").equals(it.getJsonObject("data").getString("task")));
    }

    @Test
    void shouldStartTheNextRunWhenTheTaskIsDeleted() {
        // Given
        add(trigger().put("cron", "0 3 29 2 *"));
        JsonObject first = awaitRun(runByHand().getString("id"), "started");
        JsonObject second = runByHand();

        // When
        HttpResponse<String> deleted = api.send("DELETE", "/api/tasks/" + first.getString("task"), "");

        // Then
        assertThat(deleted.statusCode()).as(deleted.body()).isEqualTo(204);
        cancel(awaitRun(second.getString("id"), "started").getString("task"));
    }

    @Test
    void shouldNotRunAgainWhileTheTaskWaitsForAnAnswer() {
        // Given
        JsonObject added = add(trigger().put("cron", "0 3 29 2 *"));
        String task = awaitRun(runByHand().getString("id"), "started").getString("task");

        // When
        execute("UPDATE task SET state = 'waiting' WHERE id = $1", UUID.fromString(task));

        // Then
        assertThat(pool.preparedQuery("SELECT has_active_run($1)")
                        .execute(Tuple.of(UUID.fromString(added.getString("id"))))
                        .await()
                        .atMost(Duration.ofSeconds(30))
                        .iterator()
                        .next()
                        .getBoolean(0))
                .isTrue();
        cancel(task);
    }

    @Test
    void shouldSkipRunsByHandWhenTooManyWait() {
        // Given
        JsonObject added = add(trigger().put("cron", "0 3 29 2 *"));
        JsonObject first = awaitRun(runByHand().getString("id"), "started");
        pool.preparedQuery("INSERT INTO trigger_run (id, trigger, cause, due_at, state)"
                        + " SELECT gen_random_uuid(), $1, 'hand', now(), 'waiting' FROM generate_series(1, 100)")
                .execute(Tuple.of(UUID.fromString(added.getString("id"))))
                .await()
                .atMost(Duration.ofSeconds(30));

        // When
        JsonObject skipped = runByHand();

        // Then
        assertThat(skipped.getString("state")).isEqualTo("skipped");
        assertThat(skipped.getString("reason")).isEqualTo("100 runs are waiting.");
        api.send("DELETE", "/api/triggers/" + name, "");
        cancel(first.getString("task"));
    }

    @Test
    void shouldSendAMessage() {
        // Given
        JsonObject trigger = trigger().put("cron", "0 3 29 2 *");
        trigger.remove("task");
        add(trigger.put("message", new JsonObject().put("to", agent).put("text", "Look at {{trigger}}.")));

        // When
        JsonObject run = runByHand();

        // Then
        String message = awaitRun(run.getString("id"), "started").getString("message");
        JsonObject shown = api.json(api.get("/api/messages/" + message));
        assertThat(shown.getString("text")).isEqualTo("Look at " + name + ".");
        assertThat(shown.getJsonObject("sender").getString("kind")).isEqualTo("service");
        assertThat(shown.getString("agentName")).isEqualTo(agent);
        api.send("DELETE", "/api/messages/" + message, "");
    }

    @Test
    void shouldRecordWhyARunHasFailed() {
        // Given
        add(trigger().put("cron", "0 3 29 2 *"));
        api.send("DELETE", "/api/agents/" + agent, "");

        // When
        JsonObject run = runByHand();

        // Then
        assertThat(awaitRun(run.getString("id"), "failed").getString("reason"))
                .contains("'tasks[0].agent'", "is not the id or name of an agent");
    }

    private JsonObject trigger() {
        return fixture.trigger();
    }

    private HttpResponse<String> patch(String changes) {
        return fixture.patch(changes);
    }

    private void execute(String sql, Object value) {
        pool.preparedQuery(sql).execute(Tuple.of(value)).await().atMost(Duration.ofSeconds(30));
    }

    private JsonObject runByHand() {
        return api.json(api.post("/api/triggers/" + name + "/run", new JsonObject()));
    }

    private JsonObject awaitRun(String id, String state) {
        await().untilAsserted(() -> assertThat(run(id).getString("state")).isEqualTo(state));
        return run(id);
    }

    private JsonObject run(String id) {
        return runs().stream()
                .filter(run -> run.getString("id").equals(id))
                .findAny()
                .orElseThrow();
    }

    private List<JsonObject> runs() {
        return api.json(api.get("/api/triggers/" + name + "/runs")).getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .toList();
    }
}
