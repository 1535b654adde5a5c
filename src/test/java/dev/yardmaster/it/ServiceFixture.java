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

/** A service with agents and one pool, and what the tests read and change in it. */
record ServiceFixture(Api api) {
    private static final String POOL = "shared";
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    /** Registers workers with the same fields, and one pool for all of them. */
    void registerAgents(int agents, int slots, JsonObject fields) {
        IntStream.range(0, agents).forEach(_ -> api.agent(fields));
        api.json(api.post("/api/pools", new JsonObject().put("name", POOL).put("size", slots)));
    }

    /** Adds tasks that any agent can get. Returns their ids. */
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

    /** How many slots of the pool are in use. */
    int usedSlots() {
        return api.json(api.get("/api/pools/" + POOL)).getInteger("used");
    }

    JsonObject dispatcher() {
        return api.json(api.get("/api/dispatcher"));
    }

    /** Waits for a status of the dispatcher, and returns it. */
    JsonObject awaitDispatcher(Predicate<JsonObject> condition) {
        return await().atMost(TIMEOUT).pollInterval(Duration.ofMillis(50)).until(this::dispatcher, condition);
    }

    /** The limits that are in force. */
    List<JsonObject> limits() {
        return items("/api/limits?limit=1000");
    }

    /** Reports a limit by hand. */
    void limit(String executable, Instant until) {
        api.json(api.post(
                "/api/limits", new JsonObject().put("executable", executable).put("blockedUntil", until.toString())));
    }

    /** Clears a limit. */
    void clear(JsonObject limit) {
        api.json(api.send("DELETE", "/api/limits/" + limit.getString("id"), ""));
    }

    /** All sessions of a task, the last one first. */
    List<JsonObject> sessions(String task) {
        return items("/api/sessions?limit=1000&task=" + task);
    }

    /** How many sessions of a task are completed. */
    long completedSessions(String task) {
        return sessions(task).stream()
                .filter(session -> session.getString("state").equals("completed"))
                .count();
    }

    /** The value of a metric without labels in this service. */
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
