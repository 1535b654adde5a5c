package dev.yardmaster.story;

import static dev.yardmaster.testkit.llm.Scenario.ok;
import static dev.yardmaster.testkit.llm.Scenario.subscriptionLimit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.llm.LlmEndpoint;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The fallback chain, on the real CLI of every provider. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
class ChainStoryTest extends SharedStory {
    /** A failed session delays its task by at least this long; a limited one does not. */
    private static final Duration RETRY_DELAY = Duration.ofSeconds(5);

    @Test
    void shouldWalkTheFallbackChainWhenExecutablesAreLimited() {
        // Given
        model(CliUnderTest.CLAUDE, subscriptionLimit(Duration.ofHours(2)));
        model(CliUnderTest.CODEX, subscriptionLimit(Duration.ofHours(1)));
        LlmEndpoint last = model(CliUnderTest.OPENCODE, ok().text("It is done."));
        String task = fixture.api()
                .task(chain(CliUnderTest.CLAUDE, CliUnderTest.CODEX, CliUnderTest.OPENCODE), "Paint the shed.");

        // When
        JsonObject done = fixture.api().awaitTask(task, "done");

        // Then
        assertThat(done.getString("result")).isEqualTo("It is done.");
        List<JsonObject> sessions = sessions(task);
        assertThat(sessions)
                .extracting(session -> session.getString("state"))
                .containsExactly("limited", "limited", "completed");
        assertThat(sessions)
                .extracting(session -> session.getString("provider"))
                .containsExactly("claude-code", "codex", "opencode");
        assertThat(sessions)
                .extracting(session -> session.getString("directory"))
                .containsOnly(sessions.getFirst().getString("directory"));
        assertThat(hop(sessions.get(0), sessions.get(1))).isLessThan(RETRY_DELAY);
        assertThat(hop(sessions.get(1), sessions.get(2))).isLessThan(RETRY_DELAY);
        assertThat(outcomes(sessions.getLast())).containsExactly("limited", "limited", "chosen");
        assertThat(last.modelRequests().getLast().messages().toString()).contains("Paint the shed.");
    }

    @Test
    void shouldWaitForTheSoonestResetAndContinueByItself() {
        // Given
        Instant soonest = Instant.now().plusSeconds(12).truncatedTo(ChronoUnit.SECONDS);
        model(CliUnderTest.CLAUDE, subscriptionLimit(Duration.ofHours(2)));
        model(CliUnderTest.CODEX, subscriptionLimit(soonest).times(1).then(ok().text("It is done.")));
        String task = fixture.api().task(chain(CliUnderTest.CLAUDE, CliUnderTest.CODEX), "Paint the shed.");
        await().until(() -> reason(task).contains("is limited until"));

        // When
        JsonObject done = fixture.api().awaitTask(task, "done");

        // Then
        assertThat(done.getString("result")).isEqualTo("It is done.");
        List<JsonObject> sessions = sessions(task);
        assertThat(sessions).hasSize(3);
        assertThat(sessions.getLast().getString("provider")).isEqualTo("codex");
        // DispatchRoundTest checks that the dispatcher wakes up exactly on time.
        assertThat(Instant.parse(sessions.getLast().getString("startedAt"))).isAfterOrEqualTo(soonest);
    }

    /** An agent on the first, signed in with a subscription, with the others as its chain. */
    private String chain(CliUnderTest first, CliUnderTest... others) {
        JsonArray chain = new JsonArray();
        for (CliUnderTest other : others) {
            other.assumeInstalled();
            chain.add(other.subscriber(home(other), endpointUrl(other)));
        }
        return subscriber(first, new JsonObject().put("fallbackChain", chain));
    }

    private String reason(String task) {
        return fixture.api().json(fixture.api().get("/api/tasks/" + task)).getString("reason", "");
    }

    private List<JsonObject> sessions(String task) {
        JsonObject page = fixture.api().json(fixture.api().get("/api/sessions?limit=10&task=" + task));
        return page.getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .toList()
                .reversed();
    }

    private static Duration hop(JsonObject from, JsonObject to) {
        return Duration.between(Instant.parse(from.getString("endedAt")), Instant.parse(to.getString("startedAt")));
    }

    private List<String> outcomes(JsonObject session) {
        JsonObject whole = fixture.api().json(fixture.api().get("/api/sessions/" + session.getString("id")));
        return whole.getJsonObject("resolution").getJsonArray("hops").stream()
                .map(JsonObject.class::cast)
                .map(hop -> hop.getString("outcome"))
                .toList();
    }
}
