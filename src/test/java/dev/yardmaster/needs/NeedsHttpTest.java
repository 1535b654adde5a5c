package dev.yardmaster.needs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.EventStream;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The list of what needs people. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(120)
class NeedsHttpTest {
    private final Api api = LocalService.api();
    private final List<String> tasks = new ArrayList<>();

    @Inject
    Pool pool;

    @AfterEach
    void endTasks() {
        tasks.forEach(task -> api.post("/api/tasks/" + task + "/cancel", new JsonObject()));
    }

    @Test
    void shouldListAFailedTaskUntilItIsDismissedOrReopened() {
        // Given
        String task = task("failed");
        String id = "task_failed:" + task;

        // When
        JsonObject listed = need(id).orElseThrow();
        int dismissed = dismiss(id).statusCode();
        Optional<JsonObject> hidden = need(id);
        int again = dismiss(id).statusCode();
        move(task, "open");
        move(task, "failed");
        Optional<JsonObject> failedAgain = need(id);
        api.json(api.post("/api/tasks/" + task + "/reopen", new JsonObject()));

        // Then
        assertThat(listed.getString("kind")).isEqualTo("task_failed");
        assertThat(listed.getString("title")).contains("has failed");
        assertThat(listed.getString("detail")).isEqualTo("Out of coal.");
        assertThat(listed.getJsonObject("ids").getString("task")).isEqualTo(task);
        assertThat(listed.getJsonObject("next").getString("command")).isEqualTo("task reopen " + task);
        assertThat(listed.getJsonObject("next").getString("path")).isEqualTo("/api/tasks/" + task + "/reopen");
        assertThat(List.of(dismissed, again)).containsOnly(204);
        assertThat(hidden).isEmpty();
        assertThat(failedAgain).isPresent();
        assertThat(need(id)).isEmpty();
    }

    @Test
    void shouldGiveTheListInPagesAndCountIt() {
        // Given
        List<String> ids = List.of(
                "task_failed:" + task("failed"), "task_review:" + task("review"), "task_failed:" + task("failed"));

        // When
        List<String> found = new ArrayList<>();
        String path = "/api/needs-you?kind=task_failed&kind=task_review&limit=1";
        Optional<String> next = Optional.of("");
        while (next.isPresent()) {
            JsonObject page = api.json(api.get(path + next.get()));
            page.getJsonArray("items").forEach(item -> found.add(((JsonObject) item).getString("id")));
            next = Optional.ofNullable(page.getString("next")).map(cursor -> "&after=" + cursor);
        }
        JsonObject counts = api.json(api.get("/api/needs-you/count"));

        // Then
        assertThat(found).doesNotHaveDuplicates().containsSubsequence(ids.reversed());
        assertThat(counts.getJsonObject("kinds").getLong("task_failed")).isGreaterThanOrEqualTo(2);
        assertThat(counts.getLong("total")).isGreaterThanOrEqualTo(3);
    }

    @Test
    void shouldReportChangesOfTheList() {
        // Given
        try (EventStream stream = EventStream.open(api, "/api/changes")) {
            stream.next();

            // When
            String id = "task_review:" + task("review");
            JsonObject event;
            do {
                event = new JsonObject(stream.next().data());
            } while (!id.equals(event.getString("id")));

            // Then
            assertThat(event.getString("type")).isEqualTo("need.changed");
            assertThat(need(id)).isPresent();
        }
    }

    @Test
    void shouldExplainWhatItDoesNotKnow() {
        assertThat(api.get("/api/needs-you?kind=coffee").body()).contains("invalid_request", "task_failed");
        assertThat(api.get("/api/needs-you?after=yesterday").body()).contains("invalid_cursor");
        assertThat(dismiss("task_failed:" + UUID.randomUUID()).statusCode()).isEqualTo(404);
        assertThat(dismiss("coffee").body()).contains("need_not_found");
    }

    private String task(String state) {
        String agent = api.agent(new JsonObject().put("enabled", false));
        String task = api.task(agent, "Run the train.");
        tasks.add(task);
        move(task, state);
        return task;
    }

    private void move(String task, String state) {
        pool.preparedQuery(
                        "UPDATE task SET state = $2, reason = 'Out of coal.', updated_at = clock_timestamp() WHERE id = $1")
                .execute(Tuple.of(UUID.fromString(task), state))
                .await()
                .atMost(Duration.ofSeconds(30));
    }

    private HttpResponse<String> dismiss(String id) {
        return api.send("POST", "/api/needs-you/" + id + "/dismiss", "");
    }

    private Optional<JsonObject> need(String id) {
        return api.json(api.get("/api/needs-you?limit=1000")).getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .filter(need -> need.getString("id").equals(id))
                .findAny();
    }
}
