package dev.yardmaster.dispatch;

import static dev.yardmaster.dispatch.DispatchFixture.PROMPTLY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A spent budget prevents new sessions and explains why. They start as soon as the budget allows it again. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class BudgetDispatchTest {
    @TempDir
    Path directory;

    @RegisterExtension
    final DispatchFixture fixture = new DispatchFixture(LocalService.api());

    private String agent;

    @BeforeEach
    void completeOneTask() {
        agent = fixture.agent(Fakes.claude(Fakes.works()));
        fixture.awaitTask(fixture.taskFor(agent), "done");
    }

    @Test
    void shouldStartNothingForAnAgentOverItsBudget() {
        // Given
        fixture.budget("agents/" + agent, "{\"tokens\":100}");
        String other = fixture.agent(Fakes.claude(Fakes.works()));

        // When
        String task = fixture.taskFor(agent);

        // Then
        fixture.awaitTask(fixture.taskFor(other), "done");
        assertThat(fixture.sessions(task)).isEmpty();
        assertThat(fixture.readiness(task, agent).getString("reason"))
                .startsWith("The daily budget of the agent '" + agent + "' is spent: 110 of 100 tokens.");
        assertThat(startAfterRemoving("agents/" + agent, task)).isLessThan(PROMPTLY);
    }

    /** The agent has one free session, so the dispatcher reads one task at a time. */
    @Test
    void shouldStartNothingOfAPlanOverItsBudgetAndTheTasksBehindIt() {
        // Given
        String plan = "launch-" + UUID.randomUUID();
        JsonObject inPlan = new JsonObject().put("agent", agent).put("plan", plan);
        LocalService.api()
                .json(LocalService.api()
                        .post("/api/plans", new JsonObject().put("name", plan).put("state", "active")));
        fixture.awaitTask(fixture.task(inPlan), "done");
        String budget = "plans/" + plan + "?period=total";
        fixture.budget(budget, "{\"tokens\":100}");

        // When
        String task = fixture.task(inPlan);

        // Then
        JsonObject waiting = fixture.dispatcher();
        assertThat(waiting.getString("state")).isEqualTo("waiting");
        assertThat(waiting.containsKey("until")).isFalse();
        String reason = "The total budget of the plan '" + plan + "' is spent: 110 of 100 tokens. It never resets.";
        assertThat(waiting.getString("reason")).isEqualTo(reason);
        assertThat(fixture.readiness(task, agent).getString("reason")).isEqualTo(reason);
        assertThat(fixture.explain(task).containsKey("earliestStart")).isFalse();
        fixture.awaitTask(fixture.taskFor(agent), "done");
        assertThat(fixture.sessions(task)).isEmpty();
        assertThat(startAfterRemoving(budget, task)).isLessThan(PROMPTLY);
    }

    @Test
    void shouldStartNothingOfAProjectOverItsBudget() {
        // Given
        String project = fixture.project(directory.resolve("shop"));
        JsonObject inProject = new JsonObject().put("agent", agent).put("project", project);
        fixture.awaitTask(fixture.task(inProject), "done");
        String renamed = project + "-2";
        fixture.budget("projects/" + project, "{\"usd\":1,\"tokens\":100}");

        // When
        String task = fixture.task(inProject);
        fixture.changeProject(project, new JsonObject().put("name", renamed));

        // Then
        fixture.awaitTask(fixture.taskFor(agent), "done");
        assertThat(fixture.sessions(task)).isEmpty();
        assertThat(fixture.readiness(task, agent).getString("reason"))
                .startsWith("The daily budget of the project '" + renamed + "' is spent: 110 of 100 tokens.");
        fixture.changeProject(renamed, new JsonObject().put("name", project));
        assertThat(startAfterRemoving("projects/" + project, task)).isLessThan(PROMPTLY);
    }

    @Test
    void shouldStartPromptlyWhenABudgetIsRaised() {
        // Given
        fixture.budget("agents/" + agent, "{\"usd\":0.25}");
        String task = fixture.taskFor(agent);
        boolean waited = fixture.readiness(task, agent).getString("reason").contains("budget");
        Instant raised = Instant.now();

        // When
        fixture.budget("agents/" + agent, "{\"usd\":0.3}");

        // Then
        fixture.awaitTask(task, "done");
        assertThat(waited).isTrue();
        assertThat(started(task)).isBetween(raised, raised.plus(PROMPTLY));
        String next = fixture.taskFor(agent);
        assertThat(fixture.readiness(next, agent).getString("reason")).contains("is spent: 0.5 of 0.3 USD");
    }

    @Test
    void shouldFallBackWhenTheBudgetOfAProviderIsSpent() {
        // Given
        String openCode = Fakes.openCode(
                directory,
                Fakes.openCodePrinting(new JsonObject().put("type", "text").put("text", "Done.")));
        String executable = Fakes.claude(Fakes.works());
        String chained = fixture.agent(new JsonObject()
                .put("executable", executable)
                .put("launchMode", "one-shot")
                .put("fallbackChain", new JsonArray().add(openCode)));
        fixture.budget("providers/claude-code", "{\"tokens\":1}");
        String stays = fixture.taskFor(agent);

        // When
        String moves = fixture.taskFor(chained);

        // Then
        JsonObject done = fixture.awaitTask(moves, "done");
        assertThat(fixture.executables(moves)).containsExactly(openCode);
        assertThat(fixture.outcomes(done.getString("session"))).containsExactly("over-budget", "chosen");
        fixture.awaitReason(stays, "The daily budget of the provider 'claude-code' is spent");
        assertThat(fixture.readiness(stays, agent)
                        .getJsonArray("candidates")
                        .getJsonObject(0)
                        .getString("outcome"))
                .isEqualTo("over-budget");
        assertThat(startAfterRemoving("providers/claude-code", stays)).isLessThan(PROMPTLY);
    }

    @Test
    void shouldStartNothingWhenTheBudgetOfTheWorkspaceIsSpent() {
        // Given
        fixture.budget("workspace", "{\"tokens\":1}");

        // When
        String task = fixture.taskFor(agent);

        // Then
        JsonObject waiting = fixture.dispatcher();
        assertThat(waiting.getString("state")).isEqualTo("waiting");
        assertThat(waiting.getInstant("until"))
                .isEqualTo(Instant.now().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(1)));
        assertThat(waiting.getString("reason")).startsWith("The daily budget of the workspace is spent");
        assertThat(fixture.readiness(task, agent).getString("reason"))
                .startsWith("The daily budget of the workspace is spent");
        assertThat(fixture.sessions(task)).isEmpty();
        assertThat(startAfterRemoving("workspace", task)).isLessThan(PROMPTLY);
    }

    /** Removes a budget. Returns how long it took until a waiting task started. */
    private Duration startAfterRemoving(String budget, String task) {
        Instant removed = Instant.now();
        fixture.removeBudget(budget);
        fixture.awaitTask(task, "done");
        return Duration.between(removed, started(task));
    }

    private Instant started(String task) {
        return fixture.sessions(task).getFirst().getInstant("startedAt");
    }
}
