package dev.yardmaster.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How plans end by themselves, and what their time does. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class PlanLifeHttpTest {
    private final Api api = LocalService.api();
    private final String name = "plan-" + UUID.randomUUID();
    // Disabled, so its tasks stay open.
    private String agent;

    @BeforeEach
    void connect() {
        agent = api.agent(new JsonObject().put("enabled", false));
    }

    @Test
    void shouldCompleteAPlanAndReopenIt() {
        // Given
        JsonObject ids = create(new JsonObject(), "a", "b");

        // When
        move(ids.getString("a"), "complete");
        JsonObject half = plan();
        move(ids.getString("b"), "cancel");
        JsonObject completed = plan();
        move(ids.getString("b"), "reopen");
        JsonObject reopened = plan();
        move(ids.getString("b"), "complete");
        String added =
                api.json(api.post("/api/tasks", task("c").put("plan", name))).getString("id");
        JsonObject extended = plan();

        // Then
        assertThat(half.getString("state")).isEqualTo("active");
        assertThat(half.getJsonObject("progress").getInteger("percent")).isEqualTo(50);
        assertThat(completed.getString("state")).isEqualTo("completed");
        assertThat(completed.getString("endedAt")).isNotNull();
        assertThat(completed.getJsonObject("progress").getInteger("percent")).isEqualTo(100);
        assertThat(reopened.getString("state")).isEqualTo("active");
        assertThat(reopened.getString("endedAt")).isNull();
        assertThat(extended.getString("state")).isEqualTo("active");
        assertThat(extended.getJsonObject("tasks").getInteger("done")).isEqualTo(2);
        move(added, "cancel");
    }

    @Test
    void shouldHoldItsTasksWhenItsTimeIsOver() {
        // Given
        JsonObject ids = create(new JsonObject().put("timeLimit", "PT1S"), "a");

        // When
        await().until(() -> plan().getBoolean("overdue"));
        JsonObject overdue = plan();
        String why = api.get("/api/tasks/" + ids.getString("a") + "/why").body();
        JsonObject extended = api.json(api.send(
                "PATCH", "/api/plans/" + name, "{\"timeLimit\": null, \"deadline\": \"2999-01-01T00:00:00Z\"}"));
        String whyExtended =
                api.get("/api/tasks/" + ids.getString("a") + "/why").body();

        // Then
        assertThat(overdue.getString("state")).isEqualTo("active");
        assertThat(overdue.getString("dueAt")).isNotNull();
        assertThat(why).contains("The time of its plan is over");
        await().untilAsserted(() -> assertThat(api.get("/api/inbox?limit=1000").body())
                .contains("The time of the plan '" + name + "' is over."));
        assertThat(extended.getBoolean("overdue")).isFalse();
        assertThat(extended.getString("timeLimit")).isNull();
        assertThat(whyExtended).doesNotContain("The time of its plan is over");
        move(ids.getString("a"), "cancel");
    }

    @Test
    void shouldCountTheTimeOfADraftFromItsActivation() {
        // Given
        String deadline = Instant.now()
                .plus(30, ChronoUnit.DAYS)
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
        api.json(api.post(
                "/api/plans",
                new JsonObject().put("name", name).put("timeLimit", "PT1H").put("deadline", deadline)));

        // When
        JsonObject draft = plan();
        api.json(api.post("/api/plans/" + name + "/activate", new JsonObject()));
        JsonObject active = plan();

        // Then
        assertThat(draft.getString("dueAt")).isEqualTo(deadline);
        assertThat(Instant.parse(active.getString("dueAt")))
                .isEqualTo(Instant.parse(active.getString("activatedAt")).plus(1, ChronoUnit.HOURS));
    }

    @Test
    void shouldRefuseATimeLimitThatIsNone() {
        // When
        HttpResponse<String> zero =
                api.post("/api/plans", new JsonObject().put("name", name).put("timeLimit", "PT0S"));
        HttpResponse<String> far =
                api.post("/api/plans", new JsonObject().put("name", name).put("deadline", "+100000-01-01T00:00:00Z"));

        // Then
        assertThat(zero.statusCode()).isEqualTo(400);
        assertThat(zero.body()).contains("must be at least PT1S");
        assertThat(far.statusCode()).isEqualTo(400);
        assertThat(far.body()).contains("'deadline'");
    }

    private JsonObject create(JsonObject fields, String... tasks) {
        var items = new JsonArray();
        List.of(tasks).forEach(task -> items.add(task(task).put("name", task)));
        return api.json(api.post(
                        "/api/plans",
                        fields.put("name", name).put("state", "active").put("tasks", items)))
                .getJsonObject("taskIds");
    }

    private JsonObject task(String title) {
        return new JsonObject().put("title", title).put("prompt", "p").put("agent", agent);
    }

    private JsonObject plan() {
        return api.json(api.get("/api/plans/" + name));
    }

    private void move(String task, String how) {
        api.json(api.post("/api/tasks/" + task + "/" + how, new JsonObject()));
    }
}
