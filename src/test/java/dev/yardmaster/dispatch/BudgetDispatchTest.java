package dev.yardmaster.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.server.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is spent starts nothing any more, and says so; what may be spent again starts at once. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class BudgetDispatchTest {
    @TestHTTPResource
    URI base;

    @TempDir
    Path directory;

    private DispatchFixture depot;
    private String agent;

    @BeforeEach
    void spend() {
        depot = new DispatchFixture(LocalService.api(base));
        agent = depot.agent(Fakes.claude(Fakes.works()));
        depot.awaitTask(depot.taskFor(agent), "done");
    }

    @AfterEach
    void close() {
        depot.close();
    }

    @Test
    void shouldKeepAnAgentFromSpendingMoreThanItMay() {
        // Given
        depot.budget("agents/" + agent, "{\"tokens\":100}");
        String other = depot.agent(Fakes.claude(Fakes.works()));

        // When
        String task = depot.taskFor(agent);

        // Then
        depot.awaitTask(depot.taskFor(other), "done");
        assertThat(depot.sessions(task)).isEmpty();
        assertThat(depot.answer(task, agent).getString("reason"))
                .startsWith("The daily budget of the agent '" + agent + "' is spent: 110 of 100 tokens.");
        assertThat(lift("agents/" + agent, task)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void shouldGoOnAtOnceWhenMoreMayBeSpent() {
        // Given
        depot.budget("agents/" + agent, "{\"usd\":0.25}");
        String task = depot.taskFor(agent);
        boolean waited = depot.answer(task, agent).getString("reason").contains("budget");
        Instant raised = Instant.now();

        // When
        depot.budget("agents/" + agent, "{\"usd\":0.3}");

        // Then
        depot.awaitTask(task, "done");
        assertThat(waited).isTrue();
        assertThat(started(task)).isBetween(raised, raised.plusSeconds(1));
        String next = depot.taskFor(agent);
        assertThat(depot.answer(next, agent).getString("reason")).contains("is spent: 0.5 of 0.3 USD");
    }

    @Test
    void shouldGoToAnotherProviderWhenOneIsTooExpensive() {
        // Given
        String openCode = Fakes.openCode(
                directory,
                Fakes.openCodeSays(new JsonObject().put("type", "text").put("text", "Done.")));
        String executable = Fakes.claude(Fakes.works());
        String chained = depot.agent(new JsonObject()
                .put("executable", executable)
                .put("launchMode", "one-shot")
                .put("fallbackChain", new JsonArray().add(openCode)));
        depot.budget("providers/claude-code", "{\"tokens\":1}");
        String stays = depot.taskFor(agent);

        // When
        String moves = depot.taskFor(chained);

        // Then
        JsonObject done = depot.awaitTask(moves, "done");
        assertThat(depot.executables(moves)).containsExactly(openCode);
        assertThat(depot.outcomes(done.getString("session"))).containsExactly("over-budget", "chosen");
        depot.awaitReason(stays, "The daily budget of the provider 'claude-code' is spent");
        assertThat(depot.answer(stays, agent)
                        .getJsonArray("candidates")
                        .getJsonObject(0)
                        .getString("outcome"))
                .isEqualTo("over-budget");
        assertThat(lift("providers/claude-code", stays)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void shouldStopAllWhenTheWorkspaceHasSpentWhatItMay() {
        // Given
        depot.budget("workspace", "{\"tokens\":1}");

        // When
        String task = depot.taskFor(agent);

        // Then
        JsonObject waiting = depot.dispatcher();
        assertThat(waiting.getString("state")).isEqualTo("waiting");
        assertThat(waiting.getInstant("until"))
                .isEqualTo(Instant.now().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(1)));
        assertThat(waiting.getString("reason")).startsWith("The daily budget of the workspace is spent");
        assertThat(depot.answer(task, agent).getString("reason"))
                .startsWith("The daily budget of the workspace is spent");
        assertThat(depot.sessions(task)).isEmpty();
        assertThat(lift("workspace", task)).isLessThan(Duration.ofSeconds(1));
    }

    /** Removes a budget; says how long it was until a task started. */
    private Duration lift(String budget, String task) {
        Instant lifted = Instant.now();
        depot.removeBudget(budget);
        depot.awaitTask(task, "done");
        return Duration.between(lifted, started(task));
    }

    private Instant started(String task) {
        return depot.sessions(task).getFirst().getInstant("startedAt");
    }
}
