package dev.yardmaster.dispatch;

import static dev.yardmaster.dispatch.DispatchFixture.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The explanations that users read for each reason why a task waits. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class TaskExplanationHttpTest {
    private static final String NO_AGENT =
            "No agent is eligible for it. Register one, or change the task's requirements.";
    private static final String NONE_READY =
            "No eligible agent can start a session for it now. See 'agents' for the reasons.";

    @TempDir
    Path directory;

    @RegisterExtension
    final DispatchFixture fixture = new DispatchFixture(LocalService.api());

    @Test
    void shouldRespondNotFoundForAnUnknownTask() {
        // When
        var response = fixture.api().get("/api/tasks/" + UUID.randomUUID() + "/why");

        // Then
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).contains("task_not_found");
    }

    @Test
    void shouldRespondNotFoundForAnUnknownAgent() {
        // When
        var response = fixture.api().get("/api/tasks/" + fixture.task() + "/why?agent=nobody");

        // Then
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).contains("agent_not_found");
    }

    @Test
    void shouldExplainAPause() {
        // Given
        String agent = fixture.agent(Fakes.claude(Fakes.works()));
        Instant end = Instant.now().plusSeconds(3600).truncatedTo(ChronoUnit.SECONDS);
        fixture.pause(new JsonObject()
                .put("until", end.toString())
                .put("reason", "Deploying")
                .encode());

        // When
        String task = fixture.task();

        // Then
        assertThat(waitsFor(task))
                .containsExactly(
                        "The dispatcher is paused until " + end
                                + ": Deploying. POST /api/dispatcher/resume ends the pause.",
                        "It starts at the soonest at " + end + ".");
        assertThat(fixture.readiness(task, agent).getBoolean("ready")).isTrue();
    }

    @Test
    void shouldExplainADraftPlanADependencyAndASchedule() {
        // Given
        fixture.agent(Fakes.claude(Fakes.works()));
        String plan = fixture.tag();
        fixture.api().json(fixture.api().post("/api/plans", new JsonObject().put("name", plan)));
        Instant later = Instant.now().plusSeconds(3600).truncatedTo(ChronoUnit.SECONDS);
        String held = fixture.task(new JsonObject().put("plan", plan));

        // When
        String task = fixture.task(new JsonObject()
                .put("plan", plan)
                .put("dependsOn", new JsonArray().add(held))
                .put("scheduledFor", later.toString()));

        // Then
        assertThat(waitsFor(held)).containsExactly("Its plan is a draft. Activate the plan.");
        assertThat(waitsFor(task))
                .containsExactly(
                        "Its plan is a draft. Activate the plan.",
                        "It depends on tasks that are not done: 'a task' (" + held + ").",
                        "It is scheduled for " + later + ".");
    }

    @Test
    void shouldExplainWhyNoAgentIsEligible() {
        // Given
        String executable = Fakes.claude(Fakes.works());
        String elsewhere = fixture.project(directory.resolve("elsewhere"));
        String worker = fixture.agent(executable);
        String other =
                fixture.agent(new JsonObject().put("executable", executable).put("project", elsewhere));
        String persistent =
                fixture.agent(new JsonObject().put("executable", executable).put("mode", "persistent"));
        String disabled =
                fixture.agent(new JsonObject().put("executable", executable).put("enabled", false));

        // When
        String tagged = fixture.task(new JsonObject().put("requires", new JsonArray().add("lang:rust")));
        String directors = fixture.task(new JsonObject().put("role", "director"));
        String here = fixture.task(new JsonObject()
                .put("project", fixture.project(directory.resolve("here")))
                .put("agent", disabled));

        // Then
        assertThat(waitsFor(tagged)).containsExactly(NO_AGENT);
        assertThat(reason(tagged, worker)).isEqualTo("It lacks the tags lang:rust.");
        assertThat(waitsFor(directors)).containsExactly(NO_AGENT);
        assertThat(reason(directors, worker)).isEqualTo("It is a worker, and the task is for a director.");
        assertThat(waitsFor(here)).containsExactly(NO_AGENT);
        assertThat(reason(here, disabled)).isEqualTo("It is not enabled.");
        assertThat(reason(here, worker)).isEqualTo("The task is reserved for another agent.");
        assertThat(fixture.explain(here).getJsonArray("agents")).hasSizeBetween(4, 100);
        fixture.pause("{}");
        String open = fixture.task(new JsonObject().put("project", fixture.project(directory.resolve("third"))));
        assertThat(reason(open, other)).isEqualTo("It works on another project.");
        assertThat(reason(open, persistent))
                .isEqualTo("It is persistent, so it runs only tasks that are reserved for it.");
        assertThat(fixture.readiness(open, worker).getBoolean("ready")).isTrue();
    }

    @Test
    void shouldExplainThatAgentsAreBusyAndHowManyTasksAreAhead() {
        // Given
        String agent = fixture.agent(Fakes.claude(Fakes.keepsWorking()));
        fixture.awaitTask(fixture.task(), "running");
        List<String> tasks = fixture.tasks(3, new JsonObject());

        // When
        JsonObject explanation = fixture.explain(tasks.getLast());

        // Then
        assertThat(explanation.getString("state")).isEqualTo("open");
        assertThat(explanation.getJsonArray("waitsFor")).containsExactly(NONE_READY);
        assertThat(explanation.getLong("ahead")).isEqualTo(2);
        assertThat(reason(tasks.getLast(), agent))
                .isEqualTo("It already runs as many sessions as its maxConcurrentTasks allows.");
    }

    @Test
    void shouldShowWhenATaskCanStartAtTheSoonest() {
        // Given
        Instant reset = Instant.now().plusSeconds(7200).truncatedTo(ChronoUnit.SECONDS);
        Instant later = reset.plusSeconds(60);
        String limited = Fakes.claude(Fakes.works());
        fixture.limit(limited, reset);
        String agent = fixture.agent(limited);

        // When
        String task = fixture.taskFor(agent);
        String scheduled = fixture.task(new JsonObject().put("agent", agent).put("scheduledFor", later.toString()));

        // Then
        assertThat(waitsFor(task)).containsExactly(NONE_READY, "It starts at the soonest at " + reset + ".");
        assertThat(fixture.explain(task).getString("earliestStart")).isEqualTo(reset.toString());
        assertThat(fixture.explain(scheduled).getString("earliestStart")).isEqualTo(later.toString());
    }

    @Test
    void shouldExplainWhyEachCandidateIsExcluded() {
        // Given
        Instant reset = Instant.now().plusSeconds(7200).truncatedTo(ChronoUnit.SECONDS);
        String limited = Fakes.claude(Fakes.works());
        fixture.limit(limited, reset);
        String refused = Fakes.claude(Fakes.fails("authentication_failed", 401, "Invalid API key"));
        fixture.awaitReason(fixture.taskFor(fixture.agent(refused)), "can't be used now");
        String full = Fakes.openCode(directory, Fakes.openCodePrinting());
        fixture.pool(5, "worker::100:5:claude-code");
        String agent = fixture.agent(new JsonObject()
                .put("executable", limited)
                .put("fallbackChain", new JsonArray().add(refused).add(full)));

        // When
        String task = fixture.taskFor(agent);

        // Then
        fixture.awaitReason(task, "No entry of the pool");
        assertThat(waitsFor(task)).containsExactly(NONE_READY);
        JsonArray candidates = fixture.readiness(task, agent).getJsonArray("candidates");
        assertThat(DispatchFixture.objects(candidates).map(it -> it.getString("executable")))
                .containsExactly(limited, refused, full);
        assertThat(DispatchFixture.objects(candidates).map(it -> it.getString("outcome")))
                .containsExactly("limited", "unusable", "full");
        assertThat(DispatchFixture.objects(candidates).map(it -> it.getString("reason")))
                .satisfiesExactly(
                        reason -> assertThat(reason)
                                .isEqualTo("The executable '" + limited + "' is limited until " + reset + " (manual)."),
                        reason -> assertThat(reason)
                                .startsWith(
                                        "The executable '" + refused + "' can't be used now. The provider refused its"
                                                + " credentials: Invalid API key")
                                .contains("POST /api/providers/claude-code/verify"),
                        reason -> assertThat(reason).startsWith("No entry of the pool '" + fixture.tag()));
        assertThat(reason(task, agent))
                .contains("is limited until")
                .contains("can't be used now")
                .contains("No entry");
    }

    @Test
    void shouldExplainThatAPoolIsFull() {
        // Given
        String pool = fixture.pool(1, "steward:" + fixture.tag());
        String agent = fixture.agent(fixture.steward(Fakes.claude(Fakes.keepsWorking()), 2));
        JsonObject steward = new JsonObject().put("role", "steward");
        fixture.awaitTask(fixture.task(steward), "running");

        // When
        String task = fixture.task(steward);

        // Then
        fixture.awaitReason(task, "The pool '" + pool + "' is full");
        assertThat(reason(task, agent)).isEqualTo("The pool '" + pool + "' is full: 1 of 1 slots are used.");
    }

    @Test
    void shouldExplainWhatADoneTaskRanOn() {
        // Given
        String limited = Fakes.claude(Fakes.works());
        fixture.limit(limited, Instant.now().plusSeconds(3600));
        String second = Fakes.claude(Fakes.works());
        fixture.agent(new JsonObject().put("executable", limited).put("fallbackChain", new JsonArray().add(second)));
        String task = fixture.task();

        // When
        fixture.awaitTask(task, "done");

        // Then
        JsonObject explanation = fixture.explain(task);
        assertThat(explanation.getString("task")).isEqualTo(task);
        assertThat(explanation.getString("state")).isEqualTo("done");
        assertThat(explanation.getJsonArray("waitsFor")).isEmpty();
        assertThat(explanation.getJsonArray("agents")).isEmpty();
        assertThat(explanation.containsKey("ahead")).isFalse();
        assertThat(explanation.getString("session"))
                .isEqualTo(fixture.readTask(task).getString("session"));
        JsonObject resolution = explanation.getJsonObject("resolution");
        assertThat(resolution.getString("executable")).isEqualTo(second);
        assertThat(DispatchFixture.objects(resolution.getJsonArray("hops")).map(hop -> hop.getString("outcome")))
                .containsExactly("limited", "chosen");
        assertThat(resolution.getJsonArray("levels")).hasSize(9);
    }

    @Test
    void shouldExplainWhatARunningTaskRunsOn() {
        // Given
        String executable = Fakes.claude(Fakes.keepsWorking());
        fixture.agent(executable);
        String task = fixture.task();

        // When
        until(() -> fixture.readTask(task).getString("state").equals("running"));

        // Then
        JsonObject explanation = fixture.explain(task);
        assertThat(explanation.getString("state")).isEqualTo("running");
        assertThat(explanation.getJsonArray("waitsFor")).isEmpty();
        assertThat(explanation.getString("session"))
                .isEqualTo(fixture.sessions(task).getFirst().getString("id"));
        assertThat(explanation.getJsonObject("resolution").getString("executable"))
                .isEqualTo(executable);
    }

    private List<String> waitsFor(String task) {
        return fixture.explain(task).getJsonArray("waitsFor").stream()
                .map(String.class::cast)
                .toList();
    }

    private String reason(String task, String agent) {
        JsonObject readiness = fixture.readiness(task, agent);
        assertThat(readiness.getBoolean("ready")).isFalse();
        return readiness.getString("reason");
    }
}
