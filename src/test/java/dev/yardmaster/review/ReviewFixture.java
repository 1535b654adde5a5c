package dev.yardmaster.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.dispatch.Fakes;
import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.TestRepository;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A project whose work is merged, on the shared service, and agents that work on it. */
public final class ReviewFixture {
    static final Duration PATIENCE = Duration.ofMinutes(3);
    /** git of a fake agent. */
    static final String GIT = "git -c user.name=a -c user.email=a@example.org ";

    public final Api api = LocalService.api();
    public final TestRepository checkout;
    public final String project = "project-" + UUID.randomUUID();
    private final List<String> agents = new ArrayList<>();

    public ReviewFixture(Path directory, JsonObject settings) {
        this.checkout = TestRepository.create(directory.resolve("project"));
        api.json(api.post(
                "/api/projects",
                new JsonObject()
                        .put("name", project)
                        .put("path", checkout.path().toString())
                        .mergeIn(settings)));
    }

    /** A worker that runs a command in its worktree and then completes its task. */
    public String agent(String command) {
        return agent(command, new JsonObject());
    }

    String agent(String command, JsonObject fields) {
        String agent = api.agent(fields.copy().put("executable", Fakes.claude(command + "\n" + Fakes.works())));
        agents.add(agent);
        return agent;
    }

    public void disableAgents() {
        agents.forEach(it -> api.change(it, new JsonObject().put("enabled", false)));
    }

    public void change(JsonObject settings) {
        assertThat(api.send("PATCH", "/api/projects/" + project, settings.encode())
                        .statusCode())
                .isEqualTo(200);
    }

    public String task(String agent, String title) {
        return api.task(agent, "go", new JsonObject().put("project", project).put("title", title));
    }

    /** The reviews of a task, the oldest first. */
    public List<JsonObject> reviews(String task) {
        JsonArray items = api.json(api.get("/api/reviews?task=" + task)).getJsonArray("items");
        return items.stream().map(JsonObject.class::cast).toList().reversed();
    }

    /** Waits until the last review of a task is in a state. */
    public JsonObject awaitReview(String task, String state) {
        await().atMost(PATIENCE)
                .pollInterval(Api.SLOWER_AND_SLOWER)
                .untilAsserted(() -> assertThat(reviews(task))
                        .extracting(it -> it.getString("state"))
                        .last()
                        .isEqualTo(state));
        return review(reviews(task).getLast().getString("id"));
    }

    public JsonObject review(String id) {
        return api.json(api.get("/api/reviews/" + id));
    }

    public JsonObject shownTask(String task) {
        return api.json(api.get("/api/tasks/" + task));
    }

    String output(String review) {
        return api.get("/api/reviews/" + review + "/output").body();
    }
}
