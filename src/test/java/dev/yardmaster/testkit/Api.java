package dev.yardmaster.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.pollinterval.IterativePollInterval;
import org.awaitility.pollinterval.PollInterval;

/** A client of the HTTP API. */
public final class Api {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final Duration LONGEST_INTERVAL = Duration.ofMillis(250);

    /** What is fast is noticed soon, and a long wait leaves the CPU to what it waits for. */
    public static final PollInterval SLOWER_AND_SLOWER =
            IterativePollInterval.iterative(Api::longer, Duration.ofMillis(20));

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI base;
    private final String token;

    public Api(URI base, String token) {
        this.base = base;
        this.token = token;
    }

    public URI base() {
        return base;
    }

    public String token() {
        return token;
    }

    public HttpResponse<String> get(String path) {
        return send(request(path).GET());
    }

    public HttpResponse<String> post(String path, JsonObject body) {
        return send(
                request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body.encode())));
    }

    /** Sends a JSON body with an {@code Idempotency-Key}. */
    public HttpResponse<String> post(String path, JsonObject body, String key) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(body.encode())));
    }

    /** Sends a JSON body; an empty text sends no body. */
    public HttpResponse<String> send(String method, String path, String body) {
        return send(method, path, "application/json", body);
    }

    /** Sends a body with a content type; an empty text sends no body. */
    public HttpResponse<String> send(String method, String path, String type, String body) {
        return send(request(path)
                .header("Content-Type", type)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }

    /** Returns the body of a successful response. */
    public JsonObject json(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
        return response.body().isEmpty() ? new JsonObject() : new JsonObject(response.body());
    }

    /** Creates a worker with an executable; returns its name. */
    public String agent(String executable) {
        return agent(new JsonObject().put("executable", executable));
    }

    /** Creates a worker with additional fields; returns its name. */
    public String agent(JsonObject fields) {
        String name = "agent-" + UUID.randomUUID().toString().substring(0, 8);
        json(post(
                "/api/agents",
                new JsonObject().put("name", name).put("role", "worker").mergeIn(fields)));
        return name;
    }

    /** Changes fields of an agent. */
    public void change(String agent, JsonObject fields) {
        json(send(request("/api/agents/" + agent)
                .header("Content-Type", "application/merge-patch+json")
                .method("PATCH", BodyPublishers.ofString(fields.encode()))));
    }

    /** Creates a task that only this agent may run; returns its id. */
    public String task(String agent, String prompt) {
        return task(agent, prompt, new JsonObject());
    }

    /** The same with additional fields. */
    public String task(String agent, String prompt, JsonObject fields) {
        return json(post(
                        "/api/tasks",
                        new JsonObject()
                                .put("title", "a task")
                                .put("prompt", prompt)
                                .put("agent", agent)
                                .mergeIn(fields)))
                .getString("id");
    }

    /** Starts a session without a task; returns its id. */
    public String start(String agent, String prompt) {
        return json(post("/api/agents/" + agent + "/start", new JsonObject().put("prompt", prompt)))
                .getString("id");
    }

    /** Starts a session that resumes an earlier one; returns its id. */
    public String resume(String agent, String session, String prompt) {
        JsonObject body = new JsonObject().put("prompt", prompt).put("resume", session);
        return json(post("/api/agents/" + agent + "/start", body)).getString("id");
    }

    /** Waits until a task is in a state, and returns it. */
    public JsonObject awaitTask(String task, String state) {
        await().atMost(PATIENCE)
                .pollInterval(SLOWER_AND_SLOWER)
                .untilAsserted(() -> assertThat(json(get("/api/tasks/" + task)).getString("state"))
                        .isEqualTo(state));
        return json(get("/api/tasks/" + task));
    }

    /** Waits until a session has ended, and returns it. */
    public JsonObject awaitEnd(String session) {
        await().atMost(PATIENCE)
                .pollInterval(SLOWER_AND_SLOWER)
                .untilAsserted(
                        () -> assertThat(json(get("/api/sessions/" + session)).containsKey("endedAt"))
                                .isTrue());
        return json(get("/api/sessions/" + session));
    }

    /** Waits until a task has a session, and returns the session's id. */
    public String awaitSession(String task) {
        await().atMost(PATIENCE)
                .pollInterval(SLOWER_AND_SLOWER)
                .until(() -> json(get("/api/tasks/" + task)).containsKey("session"));
        return json(get("/api/tasks/" + task)).getString("session");
    }

    /** Returns all stored events of a session; reads all pages. */
    public List<JsonObject> events(String session) {
        List<JsonObject> events = new ArrayList<>();
        Optional<Long> after = Optional.of(0L);
        while (after.isPresent()) {
            JsonObject page = json(get("/api/sessions/" + session + "/events?limit=1000&after=" + after.get()));
            page.getJsonArray("items").forEach(item -> events.add((JsonObject) item));
            after = Optional.ofNullable(page.getLong("next"));
        }
        return events;
    }

    private static Duration longer(Duration last) {
        Duration next = last.multipliedBy(5).dividedBy(4);
        return next.compareTo(LONGEST_INTERVAL) < 0 ? next : LONGEST_INTERVAL;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).header("Authorization", "Bearer " + token);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
