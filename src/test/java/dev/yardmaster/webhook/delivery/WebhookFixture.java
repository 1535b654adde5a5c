package dev.yardmaster.webhook.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.HookReceiver;
import dev.yardmaster.testkit.HookReceiver.Received;
import dev.yardmaster.testkit.LocalService;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;

/** A webhook with a real receiver, and the changes that it is notified of. */
abstract class WebhookFixture {
    static final Duration PATIENCE = Duration.ofSeconds(40);

    @Inject
    Pool pool;

    final Api api = LocalService.api();
    final HookReceiver receiver = new HookReceiver();
    final String name = "hook-" + UUID.randomUUID().toString().substring(0, 8);

    @AfterEach
    void close() {
        sql("DELETE FROM webhook WHERE name = '" + name + "'");
        receiver.close();
    }

    JsonObject body(String... events) {
        return new JsonObject()
                .put("name", name)
                .put("url", receiver.url("/"))
                .put("events", new JsonArray(List.of(events)));
    }

    JsonObject add(String... events) {
        return api.json(api.post("/api/webhooks", body(events)));
    }

    static String path(JsonObject webhook) {
        return "/api/webhooks/" + webhook.getString("id");
    }

    List<JsonObject> deliveries(JsonObject webhook) {
        return api.json(api.get(path(webhook) + "/deliveries")).getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    void awaitDeliveries(JsonObject webhook, String... states) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(deliveries(webhook))
                        .extracting(it -> it.getString("state"))
                        .containsExactly(states));
    }

    void awaitTypes(String about, String... types) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(types(about)).containsExactly(types));
    }

    List<String> types(String about) {
        return received(about).stream().map(Received::type).toList();
    }

    List<Received> received(String about) {
        return receiver.received().stream()
                .filter(request -> request.body().contains(about))
                .toList();
    }

    /** A task that the dispatcher does not start. */
    String task() {
        return api.json(api.post(
                        "/api/tasks",
                        new JsonObject()
                                .put("title", "a task")
                                .put("prompt", "go")
                                .put(
                                        "scheduledFor",
                                        Instant.now().plus(Duration.ofDays(9)).toString())))
                .getString("id");
    }

    void move(String task, String state) {
        sql("UPDATE task SET state = '" + state + "' WHERE id = '" + task + "'");
    }

    void spend(String agent, String agentName, long tokens) {
        sql(
                "INSERT INTO session (id, instance, agent, agent_name, provider, executable, mode, directory, resolution, state, started_at,"
                        + " ended_at, input_tokens) SELECT gen_random_uuid(), gen_random_uuid(), '" + agent + "', '"
                        + agentName
                        + "', 'claude-code', 'claude-code', 'one-shot', '/', '{}', 'completed', now(), now(), "
                        + tokens);
    }

    String limit(String executable, Duration length) {
        return api.json(api.post(
                        "/api/limits",
                        new JsonObject().put("executable", executable).put("for", length.toString())))
                .getString("id");
    }

    String sql(String statement) {
        return pool.query(statement)
                .execute()
                .map(rows -> rows.size() == 0 ? "" : rows.iterator().next().getString(0))
                .await()
                .atMost(PATIENCE);
    }
}
