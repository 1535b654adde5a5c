package dev.yardmaster.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Starts agents for their mail. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(120)
class WakeHttpTest {
    private static final String WAITING_FOR_PAUSE =
            "SELECT FROM pg_stat_activity WHERE wait_event = 'advisory' AND query LIKE '%is_dispatch_paused%' AND pid <> pg_backend_pid()";

    @Inject
    Pool pool;

    @TempDir
    Path directory;

    private final MailFixture mail = new MailFixture();
    private final Api api = mail.api();
    private MailReader reader;
    private String executable;
    private String agent;

    @BeforeEach
    void createAgent() {
        reader = new MailReader(directory.resolve("turns"));
        executable = reader.executable();
        agent = api.agent(executable);
    }

    @AfterEach
    void leaveNothingRunning() {
        api.change(agent, new JsonObject().put("enabled", false));
        mail.stop(agent);
        api.send("POST", "/api/dispatcher/resume", "");
    }

    @Test
    void shouldStartAnAgentForMailByNameAndResumeItsConversation() {
        // Given
        String first = mail.send(agent, "first").getString("id");
        String session = mail.awaitState(first, "delivered").getString("session");

        // When
        JsonObject ended = api.awaitEnd(session);
        String second = mail.send(agent, "second").getString("id");

        // Then
        JsonObject next = api.awaitEnd(mail.awaitState(second, "delivered").getString("session"));
        assertThat(ended.getString("state")).isEqualTo("completed");
        assertThat(ended.containsKey("task")).isFalse();
        assertThat(next.getString("earlier")).isEqualTo(session);
        assertThat(reader.turns()).hasSize(2);
        assertThat(reader.turns().getFirst()).contains("> first");
        assertThat(reader.turns().getLast()).contains("> second").doesNotContain("> first");
        await().untilAsserted(() -> assertThat(api.get("/api/activity?action=session.start&thing=" + session)
                        .body())
                .contains("\"mail\"", session));
    }

    @Test
    void shouldDeliverManyMessagesOnceAndInOrderWhileSessionsComeAndGo() {
        // Given
        List<String> texts = IntStream.range(0, 40)
                .mapToObj(number -> "number " + number + ".")
                .toList();

        // When
        List<String> ids = texts.stream()
                .map(text -> mail.send(agent, text).getString("id"))
                .toList();

        // Then
        ids.forEach(id -> mail.awaitState(id, "delivered"));
        String all = String.join("\n", reader.turns());
        assertThat(all).containsSubsequence(texts);
        texts.forEach(text -> assertThat(all).containsOnlyOnce("> " + text));
    }

    @Test
    void shouldPutMailAtTheTopOfThePromptOfATask() {
        // Given
        String id = sendToRole("to all");

        // When
        String task = api.task(agent, "Do the work.", new JsonObject().put("role", "steward"));

        // Then
        String session = api.awaitTask(task, "done").getString("session");
        assertThat(mail.awaitState(id, "delivered").getString("session")).isEqualTo(session);
        assertThat(reader.turns()).hasSize(1);
        assertThat(reader.turns().getFirst()).containsSubsequence("> to all", "End of the mail.", "Do the work.");
    }

    @Test
    void shouldNotStartAnEphemeralAgentForMailToItsRole() {

        // When
        String id = sendToRole("to all");

        // Then
        assertThat(mail.get(id).getString("waitsFor")).contains("next session of the agent");
        String started = mail.send(agent, "by name").getString("id");
        mail.awaitState(started, "delivered");
        mail.awaitState(id, "delivered");
        assertThat(reader.turns().getFirst()).containsSubsequence("> to all", "> by name");
    }

    @Test
    void shouldWaitForTheEndOfAPause() {
        // Given
        api.json(api.post("/api/dispatcher/pause", new JsonObject()));

        // When
        String id = mail.send(agent, "while paused").getString("id");

        // Then
        awaitWait(id, "The dispatcher is paused");
        api.json(api.send("POST", "/api/dispatcher/resume", ""));
        assertThat(mail.awaitState(id, "delivered").containsKey("waitsFor")).isFalse();
    }

    @Test
    void shouldWaitForTheResetOfALimit() {
        // Given
        String limit = api.json(api.post(
                        "/api/limits",
                        new JsonObject().put("executable", executable).put("for", "PT1H")))
                .getString("id");

        // When
        String id = mail.send(agent, "while limited").getString("id");

        // Then
        awaitWait(id, "limited until");
        api.json(api.send("DELETE", "/api/limits/" + limit, ""));
        mail.awaitState(id, "delivered");
    }

    @Test
    void shouldWaitForABudget() {
        // Given
        api.json(api.send("PUT", "/api/budgets/agents/" + agent, "{\"tokens\": 1}"));
        String first = mail.send(agent, "spends it").getString("id");
        api.awaitEnd(mail.awaitState(first, "delivered").getString("session"));

        // When
        String id = mail.send(agent, "over budget").getString("id");

        // Then
        awaitWait(id, "budget");
        api.json(api.send("DELETE", "/api/budgets/agents/" + agent, ""));
        mail.awaitState(id, "delivered");
    }

    @Test
    void shouldWaitForADisabledAgent() {
        // Given
        api.change(agent, new JsonObject().put("enabled", false));

        // When
        String id = mail.send(agent, "while disabled").getString("id");

        // Then
        assertThat(mail.get(id).getString("waitsFor")).contains("disabled");
        api.change(agent, new JsonObject().put("enabled", true));
        mail.awaitState(id, "delivered");
    }

    @Test
    void shouldLockNoAgentWhileAPauseIsBeingStored() {
        // Given
        SqlConnection pausing = pool.getConnectionAndAwait();
        Transaction transaction = pausing.beginAndAwait();
        pausing.query("SELECT pg_advisory_xact_lock(hashtextextended('dispatch', 0))")
                .executeAndAwait();

        // When
        String id = mail.send(agent, "while pausing").getString("id");
        await().atMost(Duration.ofMinutes(1))
                .until(() -> pool.query(WAITING_FOR_PAUSE).executeAndAwait().size() > 0);
        int unlocked = pool.preparedQuery("SELECT FROM agent WHERE name = $1 FOR UPDATE SKIP LOCKED")
                .executeAndAwait(Tuple.of(agent))
                .size();
        transaction.rollbackAndAwait();
        pausing.closeAndAwait();

        // Then
        assertThat(unlocked).isEqualTo(1);
        mail.awaitState(id, "delivered");
    }

    /** Makes the agent a steward and sends a message to all stewards; returns the id of the agent's message. */
    private String sendToRole(String text) {
        api.change(agent, new JsonObject().put("role", "steward").put("focus", "mail"));
        return api
                .json(api.post("/api/messages", MailFixture.message("role:steward", text)))
                .getJsonArray("messages")
                .stream()
                .map(JsonObject.class::cast)
                .filter(it -> it.getString("agentName").equals(agent))
                .findFirst()
                .orElseThrow()
                .getString("id");
    }

    private void awaitWait(String id, String reason) {
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(
                        () -> assertThat(mail.get(id).getString("waitsFor", "")).contains(reason));
    }
}
