package dev.yardmaster.it;

import static org.awaitility.Awaitility.await;

import dev.yardmaster.testkit.Api;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A service with a crew and one pool, as these tests look at it. */
record ServiceFixture(Api api) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Registers workers with the same fields, and a pool for all of them. */
    void crew(int agents, int slots, JsonObject fields) {
        IntStream.range(0, agents).forEach(_ -> api.agent(fields));
        api.json(api.post("/api/pools", new JsonObject().put("name", "yard").put("size", slots)));
    }

    /** Adds tasks for anybody; returns their ids. */
    List<String> tasks(int count) {
        return Stream.generate(this::task).limit(count).toList();
    }

    private String task() {
        return api.json(api.post(
                        "/api/tasks", new JsonObject().put("title", "t").put("prompt", "go")))
                .getString("id");
    }

    JsonObject task(String id) {
        return api.json(api.get("/api/tasks/" + id));
    }

    /** How many slots are taken. */
    int used() {
        return api.json(api.get("/api/pools/yard")).getInteger("used");
    }

    JsonObject dispatcher() {
        return api.json(api.get("/api/dispatcher"));
    }

    /** The dispatcher once it is as it is wanted. */
    JsonObject awaitDispatcher(Predicate<JsonObject> wanted) {
        return await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(this::dispatcher, wanted);
    }

    /** What is limited now. */
    List<JsonObject> limits() {
        return items("/api/limits?limit=1000");
    }

    /** Reports a limit by hand. */
    void limit(String executable, Instant until) {
        api.json(api.post(
                "/api/limits", new JsonObject().put("executable", executable).put("blockedUntil", until.toString())));
    }

    void forget(JsonObject limit) {
        api.json(api.send("DELETE", "/api/limits/" + limit.getString("id"), ""));
    }

    /** The sessions that a task had. */
    List<JsonObject> sessions(String task) {
        return items("/api/sessions?limit=1000&task=" + task);
    }

    /** How many sessions of a task have completed it. */
    long completed(String task) {
        return sessions(task).stream()
                .filter(session -> session.getString("state").equals("completed"))
                .count();
    }

    /** A metric without labels, as the service that is asked tells it. */
    double metric(String name) {
        return api.get("/q/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    void pause(JsonObject pause) {
        api.json(api.post("/api/dispatcher/pause", pause));
    }

    void resume() {
        api.json(api.send("POST", "/api/dispatcher/resume", ""));
    }

    static Instant until(JsonObject dispatcher) {
        return Instant.parse(dispatcher.getString("until"));
    }

    private List<JsonObject> items(String path) {
        return api.json(api.get(path)).getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .toList();
    }
}
