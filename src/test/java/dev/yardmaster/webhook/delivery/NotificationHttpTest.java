package dev.yardmaster.webhook.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.Slots;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which changes webhooks are notified of. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class NotificationHttpTest extends WebhookFixture {
    @Test
    void shouldDeliverEventsOnlyOfTransactionsThatAreCommitted() {
        // Given
        JsonObject webhook = add("task.done");
        String task = task();

        // When
        pool.withTransaction(transaction -> transaction
                        .query("UPDATE task SET state = 'done' WHERE id = '" + task + "'")
                        .execute()
                        .chain(() -> Uni.createFrom().failure(new IllegalStateException("rolled back"))))
                .onFailure()
                .recoverWithNull()
                .await()
                .atMost(PATIENCE);

        // Then
        assertThat(deliveries(webhook)).isEmpty();
    }

    @Test
    void shouldNotifyOfLimitsOnce() {
        // Given
        add("limit.hit", "limit.over");
        String executable = Slots.script("exit 0");
        String first = limit(executable, Duration.ofHours(1));

        // When
        String second = limit(executable, Duration.ofHours(2));
        api.json(api.send("DELETE", "/api/limits/" + second, ""));
        limit(executable, Duration.ofSeconds(1));

        // Then
        assertThat(second).isNotEqualTo(first);
        awaitTypes(executable, "limit.hit", "limit.over", "limit.hit", "limit.over");
    }

    @Test
    void shouldNotifyOfBudgetsOnce() {
        // Given
        add("budget.warning", "budget.exhausted");
        String agent = api.agent(Slots.script("exit 0"));
        String path = "/api/budgets/agents/" + agent;
        String budget = "{\"tokens\": 1000}";
        api.json(api.send("PUT", path, budget));
        String id = api.json(api.get("/api/agents/" + agent)).getString("id");

        // When
        spend(id, agent, 850);
        awaitTypes(agent, "budget.warning");
        spend(id, agent, 150);
        awaitTypes(agent, "budget.warning", "budget.exhausted");
        api.json(api.send("PUT", path, "{\"tokens\": 500}"));

        // Then
        awaitTypes(agent, "budget.warning", "budget.exhausted", "budget.exhausted");
        assertThat(received(agent).getFirst().json().getJsonObject("data").getString("message"))
                .startsWith("At least 80 % of the daily budget of the agent '" + agent
                        + "' is spent: 850 of 1,000 tokens.");
    }

    @Test
    void shouldNotifyOfABudgetThatNeverResetsFromItsPercentageOn() {
        // Given
        add("budget.warning");
        String agent = api.agent(Slots.script("exit 0"));
        String id = api.json(api.get("/api/agents/" + agent)).getString("id");

        // When
        spend(id, agent, 500);
        api.json(api.send(
                "PUT", "/api/budgets/agents/" + agent + "?period=total", "{\"tokens\": 1000, \"warningPercent\": 50}"));

        // Then
        awaitTypes(agent, "budget.warning");
        JsonObject data = received(agent).getFirst().json().getJsonObject("data");
        assertThat(data.getString("message"))
                .startsWith("At least 50 % of the total budget of the agent '" + agent + "' is spent");
        assertThat(data.containsKey("resetsAt")).isFalse();
    }

    @Test
    void shouldNotifyOfEachBudgetIfSeveralAreNearlySpent() {
        // Given
        add("budget.warning");
        List<String> agents = Stream.generate(() -> api.agent(Slots.script("exit 0")))
                .limit(3)
                .toList();
        agents.forEach(agent -> api.json(api.send("PUT", "/api/budgets/agents/" + agent, "{\"tokens\": 1000}")));

        // When
        agents.forEach(agent -> spend(api.json(api.get("/api/agents/" + agent)).getString("id"), agent, 850));

        // Then
        agents.forEach(agent -> awaitTypes(agent, "budget.warning"));
    }

    @Test
    void shouldNotifyOfPauses() {
        // Given
        add("dispatcher.paused", "dispatcher.resumed");

        // When
        api.json(api.send("POST", "/api/dispatcher/pause", "{\"reason\": \"A test.\"}"));
        api.json(api.send("POST", "/api/dispatcher/resume", ""));
        api.json(api.send("POST", "/api/dispatcher/pause", "{\"for\": \"PT1S\"}"));

        // Then
        awaitTypes("", "dispatcher.paused", "dispatcher.resumed", "dispatcher.paused", "dispatcher.resumed");
        api.json(api.send("POST", "/api/dispatcher/resume", ""));
        assertThat(receiver.received().getFirst().json().getJsonObject("data").getString("reason"))
                .isEqualTo("A test.");
    }

    @Test
    void shouldNotifyNeitherDisabledWebhooksNorOfOtherEvents() {
        // Given
        JsonObject other = add("task.failed");
        String task = task();

        // When
        move(task, "done");
        api.json(api.send("PATCH", path(other), "{\"enabled\": false}"));
        String failed = task();
        move(failed, "failed");

        // Then
        assertThat(deliveries(other)).isEmpty();
    }
}
