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
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Creates agents, tasks, pools, limits and budgets for one test, and removes them afterwards. All tests share one running service, so the
 * tasks and agents of a fixture have a tag of their own. For one thread.
 */
public final class DispatchFixture implements AfterEachCallback {
    /**
     * Half the dispatcher's poll interval. A session that starts within this time after a change was started by a notification, not by
     * polling.
     */
    static final Duration PROMPTLY = Duration.ofMillis(2_500);

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Api api;
    private final String tag = "fixture-" + UUID.randomUUID().toString().substring(0, 8);
    private final List<String> agents = new ArrayList<>();
    private final List<String> tasks = new ArrayList<>();
    private final List<String> pools = new ArrayList<>();
    private final Set<String> budgets = new HashSet<>();

    public DispatchFixture(Api api) {
        this.api = api;
    }

    public Api api() {
        return api;
    }

    /** The tag of its agents and tasks, and the focus of its stewards. No other fixture has the same. */
    String tag() {
        return tag;
    }

    /** Creates a worker that runs on an executable. Returns its name. */
    public String agent(String executable) {
        return agent(new JsonObject().put("executable", executable));
    }

    /** Creates an agent with these fields and the tag. Returns its name. */
    public String agent(JsonObject fields) {
        JsonArray tags = fields.getJsonArray("tags", new JsonArray()).copy().add(tag);
        String name = api.agent(fields.copy().put("tags", tags));
        agents.add(name);
        return name;
    }

    /** The fields of a steward with the focus that the fixture's pools name. */
    JsonObject steward(String executable, int maxConcurrentTasks) {
        return new JsonObject()
                .put("executable", executable)
                .put("role", "steward")
                .put("focus", tag)
                .put("maxConcurrentTasks", maxConcurrentTasks);
    }

    /** Creates a task for any of the fixture's workers. Returns its id. */
    String task() {
        return task(new JsonObject());
    }

    /** Creates a task with these fields and the tag. Returns its id. */
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

    /** Creates a task that is reserved for an agent. Returns its id. */
    public String taskFor(String agent) {
        return task(new JsonObject().put("agent", agent));
    }

    /** Creates a pool. Returns its name. */
    public String pool(int size, String... entries) {
        String name = tag + "-pool-" + pools.size();
        JsonObject body = new JsonObject().put("name", name).put("size", size);
        api.json(api.post("/api/pools", body.put("entries", new JsonArray(List.of(entries)))));
        pools.add(name);
        return name;
    }

    public JsonObject pool(String name) {
        return api.json(api.get("/api/pools/" + name));
    }

    int usedSlots(String pool) {
        return pool(pool).getInteger("used");
    }

    void changePool(String pool, JsonObject fields) {
        api.json(api.send("PATCH", "/api/pools/" + pool, fields.encode()));
    }

    /** Reports a limit for all models of an executable, as users do. */
    void limit(String executable, Instant until) {
        api.json(api.post(
                "/api/limits", new JsonObject().put("executable", executable).put("blockedUntil", until.toString())));
    }

    /** Sets a budget. Its path is for example {@code workspace}. */
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

    /** Creates a Git repository in a directory, and a project for it. Returns the project's name. */
    String project(Path directory) {
        git("init", "--quiet", directory.toString());
        git(
                "-C",
                directory.toString(),
                "-c",
                "user.name=t",
                "-c",
                "user.email=t@example.org",
                "commit",
                "--quiet",
                "--allow-empty",
                "--message=first");
        String name = tag + "-" + directory.getFileName();
        api.json(api.post("/api/projects", new JsonObject().put("name", name).put("path", directory.toString())));
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

    public JsonObject readTask(String task) {
        return api.json(api.get("/api/tasks/" + task));
    }

    JsonObject explain(String task) {
        return api.json(api.get("/api/tasks/" + task + "/why"));
    }

    /** Whether an agent can start a task now, and why not. */
    JsonObject readiness(String task, String agent) {
        JsonObject explanation = api.json(api.get("/api/tasks/" + task + "/why?agent=" + agent));
        JsonArray agentsInIt = explanation.getJsonArray("agents");
        assertThat(objects(agentsInIt).map(it -> it.getString("agent"))).containsExactly(agent);
        return agentsInIt.getJsonObject(0);
    }

    /** The sessions of a task, the earliest first. */
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

    /** The outcomes of the candidates of a session, in their order. */
    List<String> outcomes(String session) {
        JsonObject json = api.json(api.get("/api/sessions/" + session));
        return objects(json.getJsonObject("resolution").getJsonArray("hops"))
                .map(hop -> hop.getString("outcome"))
                .toList();
    }

    /** All limits of an executable, including those that have ended. */
    List<JsonObject> limits(String executable) {
        return objects(api.json(api.get("/api/limits?history=true&limit=1000")).getJsonArray("items"))
                .filter(limit -> limit.getString("executable").equals(executable))
                .toList();
    }

    JsonObject awaitTask(String task, String state) {
        return api.awaitTask(task, state);
    }

    void awaitAll(List<String> all, String state) {
        all.forEach(task -> awaitTask(task, state));
    }

    /** Waits until a condition holds. */
    static void until(Callable<Boolean> condition) {
        await().atMost(TIMEOUT).pollInterval(Duration.ofMillis(10)).until(condition);
    }

    /** Waits until the stored reason of a task contains a text. */
    void awaitReason(String task, String part) {
        await().atMost(TIMEOUT)
                .pollInterval(Duration.ofMillis(10))
                .untilAsserted(
                        () -> assertThat(readTask(task).getString("reason", "")).contains(part));
    }

    static Stream<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast);
    }

    /** Stops and removes everything that the fixture has created, and waits until its sessions have ended. */
    @Override
    public void afterEach(ExtensionContext test) {
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
