package dev.yardmaster.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;

/** Messages of the service under test, over HTTP. */
final class MailFixture {
    private final Api api = LocalService.api();

    Api api() {
        return api;
    }

    /** A worker that gets no session for its mail. */
    String disabledAgent() {
        return api.agent(new JsonObject().put("enabled", false));
    }

    static JsonObject message(String to, String text) {
        return new JsonObject().put("to", to).put("text", text);
    }

    /** Sends a message to one recipient; returns the message. */
    JsonObject send(String to, String text) {
        return api.json(api.post("/api/messages", message(to, text)))
                .getJsonArray("messages")
                .getJsonObject(0);
    }

    JsonObject get(String id) {
        return api.json(api.get("/api/messages/" + id));
    }

    /** Waits until a message is in a state, and returns it. */
    JsonObject awaitState(String id, String state) {
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Api.SLOWER_AND_SLOWER)
                .untilAsserted(() -> assertThat(get(id).getString("state")).isEqualTo(state));
        return get(id);
    }

    /** Stops the sessions of an agent, and waits until they have ended: their programs write into directories of the test. */
    void stop(String agent) {
        api.send("POST", "/api/agents/" + agent + "/stop", "");
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Api.SLOWER_AND_SLOWER)
                .untilAsserted(() -> assertThat(items(api.json(api.get("/api/sessions?agent=" + agent))))
                        .allMatch(session -> session.containsKey("endedAt")));
    }

    JsonObject acknowledge(String id) {
        return api.json(api.send("POST", "/api/messages/" + id + "/acknowledge", ""));
    }

    static List<JsonObject> items(JsonObject page) {
        return page.getJsonArray("items").stream().map(JsonObject.class::cast).toList();
    }
}
