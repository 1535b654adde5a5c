package dev.yardmaster.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.EventStream;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tasks, plans and sessions that people delete. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class RemovalHttpTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    Pool pool;

    private final Api api = LocalService.api();
    // Another service that is alive, so that no service ends its sessions.
    private final UUID otherService = UUID.randomUUID();
    private String agent;

    @BeforeEach
    void prepare() {
        // Disabled, so its tasks stay open.
        agent = api.agent(new JsonObject().put("enabled", false));
        execute("INSERT INTO replica VALUES ('" + otherService + "', 'http://other', now() + interval '1 hour')");
    }

    @AfterEach
    void cleanUp() {
        execute("UPDATE task SET state = 'cancelled' WHERE session IN (SELECT id FROM session WHERE instance = '"
                + otherService + "')");
        execute("DELETE FROM session WHERE instance = '" + otherService + "'");
        execute("DELETE FROM replica WHERE instance = '" + otherService + "'");
    }

    @Test
    void shouldDeleteATaskWithItsSessionsAndKeepTheirUsage() {
        // Given
        String task = api.task(agent, "go");
        String session = session(task, "completed");

        // When
        HttpResponse<String> response = delete("/api/tasks/" + task);

        // Then
        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(api.get("/api/tasks/" + task).statusCode()).isEqualTo(404);
        assertThat(api.get("/api/sessions/" + session).statusCode()).isEqualTo(404);
        assertThat(usage(task).getLong("inputTokens")).isEqualTo(7);
        assertThat(delete("/api/tasks/" + task).statusCode()).isEqualTo(404);
    }

    @Test
    void shouldRefuseToDeleteATaskThatRuns() {
        // Given
        String task = api.task(agent, "go");
        run(task);

        // When
        HttpResponse<String> response = delete("/api/tasks/" + task);

        // Then
        assertThat(detail(response)).startsWith("The task is running. Cancel it first");
        assertThat(response.statusCode()).isEqualTo(409);
    }

    @Test
    void shouldNameTheTasksThatDependOnATask() {
        // Given
        String needed = api.task(agent, "first");
        String waiting = api.task(agent, "then", new JsonObject().put("dependsOn", new JsonArray().add(needed)));

        // When
        HttpResponse<String> refused = delete("/api/tasks/" + needed);
        delete("/api/tasks/" + waiting);
        HttpResponse<String> afterwards = delete("/api/tasks/" + needed);

        // Then
        assertThat(detail(refused)).contains("depend on the task: " + waiting);
        assertThat(afterwards.statusCode()).isEqualTo(204);
    }

    @Test
    void shouldDeleteAPlanWithItsTasks() {
        // Given
        String plan = plan();
        String task = api.task(agent, "go", new JsonObject().put("plan", plan));

        // When
        HttpResponse<String> response = delete("/api/plans/" + plan);

        // Then
        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(api.get("/api/plans/" + plan).statusCode()).isEqualTo(404);
        assertThat(api.get("/api/tasks/" + task).statusCode()).isEqualTo(404);
    }

    @Test
    void shouldRefuseToDeleteAPlanThatIsInUse() {
        // Given
        String plan = plan();
        String task = api.task(agent, "go", new JsonObject().put("plan", plan));
        String waiting = api.task(agent, "then", new JsonObject().put("dependsOn", new JsonArray().add(task)));

        // When
        HttpResponse<String> needed = delete("/api/plans/" + plan);
        run(task);
        HttpResponse<String> running = delete("/api/plans/" + plan);

        // Then
        assertThat(detail(needed)).contains("Tasks outside of the plan", waiting);
        assertThat(detail(running)).contains("are running: 1", "Cancel the plan first");
        assertThat(api.get("/api/tasks/" + task).statusCode()).isEqualTo(200);
    }

    @Test
    void shouldDeleteASessionAndRecordIt() {
        // Given
        String session = session(null, "failed");
        try (EventStream stream = EventStream.open(api, "/api/changes")) {
            stream.next();

            // When
            HttpResponse<String> response = delete("/api/sessions/" + session);
            JsonObject change;
            do {
                change = new JsonObject(stream.next().data());
            } while (!session.equals(change.getString("id")) || !change.getBoolean("deleted", false));

            // Then
            assertThat(response.statusCode()).isEqualTo(204);
            assertThat(change.getString("type")).isEqualTo("session.changed");
            await().atMost(PATIENCE).untilAsserted(() -> {
                JsonObject entry = api.json(api.get("/api/activity?thing=" + session))
                        .getJsonArray("items")
                        .getJsonObject(0);
                assertThat(entry.getString("action")).isEqualTo("session.delete");
                assertThat(entry.getJsonObject("before").getString("agentName")).isEqualTo("ann");
            });
        }
    }

    @Test
    void shouldRefuseToDeleteASessionThatRunsOrIsNeeded() {
        // Given
        String running = session(null, "running");
        String ofOpenTask = session(api.task(agent, "go"), "limited");

        // When
        HttpResponse<String> stopFirst = delete("/api/sessions/" + running);
        HttpResponse<String> needed = delete("/api/sessions/" + ofOpenTask);

        // Then
        assertThat(detail(stopFirst)).contains("The session is running. Stop it first");
        assertThat(detail(needed)).contains("continues the work of this session");
        assertThat(delete("/api/sessions/" + UUID.randomUUID()).statusCode()).isEqualTo(404);
    }

    private void run(String task) {
        execute("UPDATE task SET state = 'running', session = '" + session(task, "running") + "' WHERE id = '" + task
                + "'");
    }

    private String plan() {
        String name = "removal-" + UUID.randomUUID().toString().substring(0, 8);
        api.json(api.post("/api/plans", new JsonObject().put("name", name).put("state", "active")));
        return name;
    }

    private String session(String task, String state) {
        String id = UUID.randomUUID().toString();
        execute(
                "INSERT INTO session (id, instance, agent, agent_name, task, provider, executable, mode, directory, state, started_at,"
                        + " ended_at, input_tokens) VALUES ('" + id + "', '" + otherService + "', '" + id + "', 'ann', "
                        + (task == null ? "NULL" : "'" + task + "'") + ", 'codex', 'codex', 'one-shot', '/', '" + state
                        + "', now(), "
                        + (state.equals("running") ? "NULL" : "now()") + ", 7)");
        return id;
    }

    private JsonObject usage(String task) {
        return api.json(api.get("/api/usage?task=" + task))
                .getJsonArray("items")
                .getJsonObject(0);
    }

    private HttpResponse<String> delete(String path) {
        return api.send("DELETE", path, "");
    }

    private static String detail(HttpResponse<String> response) {
        return new JsonObject(response.body()).getString("detail");
    }

    private void execute(String sql) {
        pool.query(sql).execute().await().atMost(PATIENCE);
    }
}
