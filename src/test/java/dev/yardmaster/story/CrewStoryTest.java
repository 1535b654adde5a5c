package dev.yardmaster.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.story.CrewScripts.Part;
import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.TestRepository;
import dev.yardmaster.testkit.llm.Scenario;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A person wishes something, and a crew on all three CLIs makes it: a director plans it, workers do the tasks, one of them asks, and a steward
 * judges all work before the service merges it.
 */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
class CrewStoryTest extends SharedStory {
    /** What each part is built on must be there, and the answer of the director. */
    private static final String TEST = """
            [ ! -e station ] || grep -q rails rails || exit 1
            [ ! -e train ] || { grep -q rails rails && grep -q 1435 signals; } || exit 1
            """;

    private final String project = "railway-" + UUID.randomUUID();
    private final List<String> agents = new ArrayList<>();
    private TestRepository checkout;

    @BeforeEach
    void createProject() {
        List.of(CliUnderTest.values()).forEach(CliUnderTest::assumeInstalled);
        checkout = TestRepository.create(directory.resolve("railway"));
        checkout.write("test.sh", TEST);
        checkout.commitAll("The test");
        checkout.git("checkout", "--quiet", "-b", "mine");
        checkout.write("README", "not committed\n");
        fixture.api()
                .json(fixture.api()
                        .post(
                                "/api/projects",
                                new JsonObject()
                                        .put("name", project)
                                        .put("path", checkout.path().toString())
                                        .put("baseBranch", "main")
                                        .put("models", new JsonObject().put("codex", "mock"))
                                        .put("merge", "auto")
                                        .put("testCommand", "sh test.sh")));
    }

    @AfterEach
    void disableAgents() {
        agents.forEach(it -> fixture.api().change(it, new JsonObject().put("enabled", false)));
    }

    @Test
    void shouldTurnAWishIntoMergedWork() {
        // Given
        for (CliUnderTest cli : CliUnderTest.values()) {
            model(cli, CrewScripts.worker(cli));
        }
        String steward = steward(CliUnderTest.CODEX);
        String director = director(CliUnderTest.CLAUDE, workers());
        SortedMap<String, String> before = checkout.checkout();

        // When
        tell(director, CrewScripts.WISH);
        awaitEnd(director);

        // Then
        assertMerged(steward);
        assertThat(question().getString("answeredBy")).isEqualTo(director);
        assertThat(checkout.checkout()).isEqualTo(before);
        assertThat(sessions("rails")).containsExactly("completed on claude-code");
        assertThat(sessions("signals")).containsExactly("completed on opencode", "completed on opencode");
        assertThat(sessions("station")).containsExactly("completed on codex");
        assertThat(sessions("train")).containsExactly("completed on claude-code");
    }

    /** Two tasks meet a limit halfway, and the director moves to another provider after it has planned. */
    @Test
    void shouldMergeTheSameWorkOnOtherProviders() {
        // Given
        model(CliUnderTest.CLAUDE, CrewScripts.limitedWorker(CliUnderTest.CLAUDE, "rails"));
        model(CliUnderTest.CODEX, CrewScripts.limitedWorker(CliUnderTest.CODEX, "station"));
        model(CliUnderTest.OPENCODE, CrewScripts.worker(CliUnderTest.OPENCODE));
        String steward = steward(CliUnderTest.CODEX);
        Map<CliUnderTest, String> workers = workers();
        String director = director(CliUnderTest.CLAUDE, workers);
        SortedMap<String, String> before = checkout.checkout();

        // When
        tell(director, CrewScripts.DRAFT);
        awaitPlan("draft");
        move(director, CliUnderTest.CODEX, workers);
        tell(director, CrewScripts.WISH);
        awaitEnd(director);

        // Then
        assertMerged(steward);
        assertThat(question().getString("answeredBy")).isEqualTo(director);
        assertThat(checkout.checkout()).isEqualTo(before);
        assertThat(sessions("rails")).containsExactly("limited on claude-code", "completed on codex");
        assertThat(sessions("station")).containsExactly("limited on codex", "completed on opencode");
        assertThat(items("/api/sessions?sort=started&agent=" + director))
                .extracting(it -> it.getString("provider"))
                .startsWith("claude-code", "codex")
                .last()
                .isEqualTo("codex");
    }

    /** A worker on each CLI, signed in with a subscription. What is limited moves on to the next CLI. */
    private Map<CliUnderTest, String> workers() {
        Map<CliUnderTest, String> workers = new EnumMap<>(CliUnderTest.class);
        JsonArray chain = new JsonArray();
        for (CliUnderTest cli : List.of(CliUnderTest.OPENCODE, CliUnderTest.CODEX, CliUnderTest.CLAUDE)) {
            String executable = cli.subscriber(home(cli), endpointUrl(cli));
            JsonObject fields = new JsonObject().put("fallbackChain", chain).put("project", project);
            workers.put(cli, hired(agent(cli, executable, fields)));
            chain = new JsonArray().add(executable).addAll(chain);
        }
        return workers;
    }

    /** By part, the worker of a plan that uses all CLIs. */
    private static Map<String, String> byPart(Map<CliUnderTest, String> workers) {
        Map<String, String> byPart = new HashMap<>();
        byPart.put("rails", workers.get(CliUnderTest.CLAUDE));
        byPart.put("signals", workers.get(CliUnderTest.OPENCODE));
        byPart.put("station", workers.get(CliUnderTest.CODEX));
        byPart.put("train", workers.get(CliUnderTest.CLAUDE));
        return byPart;
    }

    private String director(CliUnderTest cli, Map<CliUnderTest, String> workers) {
        Scenario script = CrewScripts.director(cli, project, byPart(workers));
        return withOwnModel(
                cli,
                "director",
                script,
                new JsonObject()
                        .put("role", "director")
                        .put("mode", "persistent")
                        .put("project", project));
    }

    private String steward(CliUnderTest cli) {
        return withOwnModel(
                cli,
                "steward",
                CrewScripts.steward(cli),
                new JsonObject().put("role", "steward").put("focus", "merge").put("project", project));
    }

    private String withOwnModel(CliUnderTest cli, String name, Scenario script, JsonObject fields) {
        return hired(agent(cli, executable(cli, name, script), fields));
    }

    private String executable(CliUnderTest cli, String name, Scenario script) {
        Path home = otherHome(cli, name + "-" + project);
        return cli.executable(home, ownModel(script).url());
    }

    private String hired(String agent) {
        agents.add(agent);
        return agent;
    }

    private void move(String director, CliUnderTest cli, Map<CliUnderTest, String> workers) {
        String executable = executable(cli, "director", CrewScripts.director(cli, project, byPart(workers)));
        fixture.api().change(director + "?restart=true", cli.fields().put("executable", executable));
    }

    private void tell(String director, String wish) {
        JsonObject message = new JsonObject().put("to", director).put("text", wish);
        fixture.api().json(fixture.api().post("/api/messages", message));
    }

    /** Waits until the plan has ended, and the director has learned it. */
    private void awaitEnd(String director) {
        await().pollInterval(Api.SLOWER_AND_SLOWER)
                .untilAsserted(() -> assertThat(items("/api/messages?agent=" + director))
                        .as("%s", tasks())
                        .anyMatch(it -> it.getString("text").contains("has ended:")
                                && !it.getString("state").equals("queued")));
        awaitPlan("completed");
    }

    /** Waits until the plan is in a state, and no session runs. */
    private void awaitPlan(String state) {
        await().pollInterval(Api.SLOWER_AND_SLOWER).untilAsserted(() -> {
            assertThat(fixture.api().get("/api/plans/" + project).statusCode()).isEqualTo(200);
            assertThat(plan().getString("state")).as("%s", tasks()).isEqualTo(state);
            assertThat(items("/api/sessions?state=running")).isEmpty();
        });
    }

    private JsonObject plan() {
        return fixture.api().json(fixture.api().get("/api/plans/" + project));
    }

    private List<JsonObject> tasks() {
        return items("/api/tasks?plan=" + project);
    }

    private void assertMerged(String steward) {
        assertThat(checkout.git("log", "--reverse", "--format=%s", "main^^^^..main")
                        .lines())
                .containsExactlyInAnyOrder("Write rails", "Write signals", "Write station", "Write train");
        assertThat(checkout.git("rev-list", "--count", "main")).isEqualTo("6");
        assertThat(checkout.git("rev-list", "--merges", "main")).isEmpty();
        for (JsonObject task : tasks()) {
            JsonObject review =
                    items("/api/reviews?task=" + task.getString("id")).getFirst();
            assertThat(review.getString("state")).as("%s", review).isEqualTo("merged");
            assertThat(review.getString("decidedBy")).isEqualTo(steward);
            assertThat(review.getJsonObject("test").getInteger("exitCode")).isZero();
        }
        assertThat(tasks()).hasSize(4);
        checkout.git(
                "clone",
                "--quiet",
                "--branch=main",
                ".",
                directory.resolve("clone").toString());
        TestRepository merged = checkout.at(directory.resolve("clone"));
        assertThat(merged.read("signals")).isEqualTo("1435 millimetres\n");
        for (Part part : Part.ALL) {
            assertThat(merged.read(part.name())).isNotBlank();
        }
    }

    /** The only question of the crew. */
    private JsonObject question() {
        return items("/api/questions?task=" + task("signals")).getFirst();
    }

    /** The id of the task of a part. */
    private String task(String part) {
        return tasks().stream()
                .filter(it -> it.getString("title").equals("Write " + part))
                .map(it -> it.getString("id"))
                .findFirst()
                .orElseThrow();
    }

    /** How the sessions of a part ended, and where, the oldest first. */
    private List<String> sessions(String part) {
        return items("/api/sessions?sort=started&task=" + task(part)).stream()
                .map(it -> it.getString("state") + " on " + it.getString("provider"))
                .toList();
    }

    private List<JsonObject> items(String path) {
        JsonArray items = fixture.api().json(fixture.api().get(path)).getJsonArray("items");
        return items.stream().map(JsonObject.class::cast).toList();
    }
}
