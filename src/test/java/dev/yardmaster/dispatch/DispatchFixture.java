package dev.yardmaster.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.testkit.Api;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a test sets up on the running service, which it shares with all others, and takes away again: agents and tasks for nobody else,
 * pools, limits, budgets. For one test on one thread.
 */
final class DispatchFixture implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Api api;
    private final String tag = "depot-" + UUID.randomUUID().toString().substring(0, 8);
    private final List<String> agents = new ArrayList<>();
    private final List<String> tasks = new ArrayList<>();
    private final List<String> pools = new ArrayList<>();
    private final Set<String> budgets = new HashSet<>();

    DispatchFixture(Api api) {
        this.api = api;
    }

    Api api() {
        return api;
    }

    /** What is told of no other: the tag of its agents and tasks, and the focus of its stewards. */
    String tag() {
        return tag;
    }

    /** A worker on an executable; returns its name. */
    String agent(String executable) {
        return agent(new JsonObject().put("executable", executable));
    }

    /** An agent with these fields beside its tag; returns its name. */
    String agent(JsonObject fields) {
        JsonArray tags = fields.getJsonArray("tags", new JsonArray()).copy().add(tag);
        String name = api.agent(fields.copy().put("tags", tags));
        agents.add(name);
        return name;
    }

    /** The fields of a steward that its pools are for, with so much room. */
    JsonObject steward(String executable, int room) {
        return new JsonObject()
                .put("executable", executable)
                .put("role", "steward")
                .put("focus", tag)
                .put("maxConcurrentTasks", room);
    }

    /** A task for any of its workers; returns its id. */
    String task() {
        return task(new JsonObject());
    }

    /** A task for those of its agents who may have it; returns its id. */
    String task(JsonObject fields) {
        JsonArray requires =
                fields.getJsonArray("requires", new JsonArray()).copy().add(tag);
        JsonObject body =
                new JsonObject().put("title", "a task").put("prompt", "go").mergeIn(fields);
        String id =
                api.json(api.post("/api/tasks", body.put("requires", requires))).getString("id");
        tasks.add(id);
        return id;
    }

    List<String> tasks(int count, JsonObject fields) {
        return IntStream.range(0, count).mapToObj(_ -> task(fields)).toList();
    }

    /** A task for one agent only. */
    String taskFor(String agent) {
        return task(new JsonObject().put("agent", agent));
    }

    String pool(int size, String... entries) {
        String name = tag + "-pool-" + pools.size();
        JsonObject body = new JsonObject().put("name", name).put("size", size);
        api.json(api.post("/api/pools", body.put("entries", new JsonArray(List.of(entries)))));
        pools.add(name);
        return name;
    }

    JsonObject pool(String name) {
        return api.json(api.get("/api/pools/" + name));
    }

    int used(String pool) {
        return pool(pool).getInteger("used");
    }

    void change(String pool, JsonObject fields) {
        api.json(api.send("PATCH", "/api/pools/" + pool, fields.encode()));
    }

    /** Reports a limit of all models by hand. */
    void limit(String executable, Instant until) {
        api.json(api.post(
                "/api/limits", new JsonObject().put("executable", executable).put("blockedUntil", until.toString())));
    }

    /** Sets a budget by its path, such as {@code workspace}. */
    void budget(String path, String fields) {
        api.json(api.send("PUT", "/api/budgets/" + path, fields));
        budgets.add(path);
    }

    void removeBudget(String path) {
        api.json(api.send("DELETE", "/api/budgets/" + path, ""));
        budgets.remove(path);
    }

    void settings(JsonObject fields) {
        api.json(api.send("PATCH", "/api/settings", "application/merge-patch+json", fields.encode()));
    }

    /** A project in a repository that is made in this directory; returns its name. */
    String project(Path tree) {
        git("init", "--quiet", tree.toString());
        git(
                "-C",
                tree.toString(),
                "-c",
                "user.name=t",
                "-c",
                "user.email=t@example.org",
                "commit",
                "--quiet",
                "--allow-empty",
                "--message=first");
        String name = tag + "-" + tree.getFileName();
        api.json(api.post("/api/projects", new JsonObject().put("name", name).put("path", tree.toString())));
        return name;
    }

    void changeProject(String project, JsonObject fields) {
        api.json(api.send("PATCH", "/api/projects/" + project, "application/merge-patch+json", fields.encode()));
    }

    private static void git(String... arguments) {
        List<String> command =
                Stream.concat(Stream.of("git"), Stream.of(arguments)).toList();
        try {
            assertThat(new ProcessBuilder(command).inheritIO().start().waitFor())
                    .as(String.join(" ", command))
                    .isZero();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    JsonObject dispatcher() {
        return api.json(api.get("/api/dispatcher"));
    }

    JsonObject pause(String body) {
        return api.json(api.send("POST", "/api/dispatcher/pause", body));
    }

    void resume() {
        api.json(api.post("/api/dispatcher/resume", new JsonObject()));
    }

    JsonObject told(String task) {
        return api.json(api.get("/api/tasks/" + task));
    }

    JsonObject why(String task) {
        return api.json(api.get("/api/tasks/" + task + "/why"));
    }

    /** What one agent says to a task. */
    JsonObject answer(String task, String agent) {
        JsonObject why = api.json(api.get("/api/tasks/" + task + "/why?agent=" + agent));
        JsonArray answers = why.getJsonArray("agents");
        assertThat(objects(answers).map(it -> it.getString("agent"))).containsExactly(agent);
        return answers.getJsonObject(0);
    }

    /** The sessions of a task, the first first. */
    List<JsonObject> sessions(String task) {
        return objects(api.json(api.get("/api/sessions?limit=1000&task=" + task))
                        .getJsonArray("items"))
                .toList()
                .reversed();
    }

    List<String> states(String task) {
        return sessions(task).stream()
                .map(session -> session.getString("state"))
                .toList();
    }

    List<String> executables(String task) {
        return sessions(task).stream()
                .map(session -> session.getString("executable"))
                .toList();
    }

    /** What became of the candidates of a session. */
    List<String> outcomes(String session) {
        JsonObject whole = api.json(api.get("/api/sessions/" + session));
        return objects(whole.getJsonObject("resolution").getJsonArray("hops"))
                .map(hop -> hop.getString("outcome"))
                .toList();
    }

    /** The limits that were ever recorded of an executable. */
    List<JsonObject> limits(String executable) {
        return objects(api.json(api.get("/api/limits?history=true&limit=1000&executable=" + executable))
                        .getJsonArray("items"))
                .filter(limit -> limit.getString("executable").equals(executable))
                .toList();
    }

    JsonObject awaitTask(String task, String state) {
        return api.awaitTask(task, state);
    }

    void awaitAll(List<String> all, String state) {
        all.forEach(task -> awaitTask(task, state));
    }

    /** Waits until something is so, looking often. */
    static void until(Callable<Boolean> holds) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(holds);
    }

    /** Waits until it is told of a task why it waits. */
    void awaitReason(String task, String part) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .untilAsserted(
                        () -> assertThat(told(task).getString("reason", "")).contains(part));
    }

    static Stream<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast);
    }

    /** Ends all that it has set up, and waits until nothing of it is left to run. */
    @Override
    public void close() {
        agents.forEach(agent -> api.change(agent, new JsonObject().put("enabled", false)));
        tasks.forEach(task -> api.post("/api/tasks/" + task + "/cancel", new JsonObject()));
        agents.forEach(agent -> api.json(api.post("/api/agents/" + agent + "/stop", new JsonObject())));
        agents.forEach(agent -> until(() -> running(agent) == 0));
        pools.forEach(pool -> api.send("DELETE", "/api/pools/" + pool, ""));
        List.copyOf(budgets).forEach(this::removeBudget);
        settings(new JsonObject().putNull("fallbackChain").putNull("maxLimitWait"));
        objects(api.json(api.get("/api/limits?limit=1000")).getJsonArray("items"))
                .forEach(limit -> api.json(api.send("DELETE", "/api/limits/" + limit.getString("id"), "")));
        resume();
    }

    private long running(String agent) {
        return objects(api.json(api.get("/api/sessions?limit=100&agent=" + agent))
                        .getJsonArray("items"))
                .filter(session -> !session.containsKey("endedAt"))
                .count();
    }
}
