package dev.yardmaster.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A running task can be cancelled. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class CancelHttpTest {
    @RegisterExtension
    final DispatchFixture fixture = new DispatchFixture(LocalService.api());

    private final Api api = fixture.api();

    @Test
    void shouldStopTheSessionOfACancelledTask() {
        // Given
        String task = runningTask(new JsonObject());

        // When
        JsonObject answer = api.json(api.send("POST", "/api/tasks/" + task + "/cancel", ""));

        // Then
        assertThat(answer.getString("reason")).isEqualTo("cancelled by hand");
        JsonObject cancelled = fixture.awaitTask(task, "cancelled");
        assertThat(cancelled.getBoolean("cancelling")).isFalse();
        assertThat(cancelled.getString("reason")).isEqualTo("cancelled by hand");
        assertThat(cancelled.getInteger("attempts")).isOne();
        assertThat(cancelled.getInstant("endedAt")).isAfter(cancelled.getInstant("startedAt"));
        JsonObject session = api.json(api.get("/api/sessions/" + cancelled.getString("session")));
        assertThat(session.getString("state")).isEqualTo("stopped");
    }

    @Test
    void shouldRunATaskThatWasCancelledAndReopened() {
        // Given
        String task = runningTask(new JsonObject());
        api.json(api.send("POST", "/api/tasks/" + task + "/cancel", ""));
        JsonObject cancelled = fixture.awaitTask(task, "cancelled");

        // When
        api.json(api.send("POST", "/api/tasks/" + task + "/reopen", ""));

        // Then
        JsonObject running = fixture.awaitTask(task, "running");
        assertThat(running.getInteger("attempts")).isEqualTo(2);
        assertThat(running.getInstant("startedAt")).isEqualTo(cancelled.getInstant("startedAt"));
        assertThat(running.containsKey("endedAt")).isFalse();
        assertThat(running.getBoolean("cancelling")).isFalse();
    }

    @Test
    void shouldStopTheSessionsOfACancelledPlan() {
        // Given
        String plan = "plan-" + UUID.randomUUID();
        api.json(api.post("/api/plans", new JsonObject().put("name", plan).put("state", "active")));
        String task = runningTask(new JsonObject().put("plan", plan));

        // When
        api.json(api.send("POST", "/api/plans/" + plan + "/cancel", ""));

        // Then
        assertThat(fixture.awaitTask(task, "cancelled").getString("reason")).isEqualTo("Its plan was cancelled.");
    }

    private String runningTask(JsonObject fields) {
        String agent = fixture.agent(new JsonObject().put("executable", Fakes.claude(Fakes.keepsWorking())));
        String task = fixture.task(fields.put("agent", agent));
        fixture.awaitTask(task, "running");
        return task;
    }
}
