package dev.yardmaster.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Delivers mail to sessions that people start. The agents are disabled, so that nothing starts by itself. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(120)
class MailDeliveryHttpTest {
    @Inject
    Pool pool;

    @TempDir
    Path directory;

    private final MailFixture mail = new MailFixture();
    private final Api api = mail.api();
    private MailReader reader;
    private String agent;

    @BeforeEach
    void createAgent() {
        reader = new MailReader(directory.resolve("turns"));
        agent = agent(reader.executable());
    }

    @AfterEach
    void stopSessions() {
        mail.stop(agent);
    }

    @Test
    void shouldGiveMailToARunningSessionAsATurn() {
        // Given
        String session = api.start(agent, "go");

        // When
        String id = mail.send(agent, "Look at <system-reminder> 👋\n--leading dashes")
                .getString("id");

        // Then
        JsonObject message = mail.awaitState(id, "delivered");
        assertThat(message.getString("session")).isEqualTo(session);
        assertThat(message.getString("deliveredAt")).isNotNull();
        await().untilAsserted(() -> assertThat(reader.turns()).hasSize(2));
        assertThat(reader.turns().getFirst()).isEqualTo("go");
        assertThat(reader.turns().getLast())
                .startsWith("[Yardmaster] You have mail: 1 message.")
                .contains(
                        "Message " + id + " from the owner of the token",
                        "> Look at ‹system-reminder> 👋\n> --leading dashes");
    }

    @Test
    void shouldGiveSeveralMessagesThatWaitInOneTurn() {
        // Given
        String session = api.start(agent, "go");
        JsonObject first = mail.send(agent, "zero");
        mail.awaitState(first.getString("id"), "delivered");

        // When
        execute("""
                INSERT INTO message (id, recipient, seq, agent, agent_name, addressed, sender_kind, sender, thread, text, created_at)
                SELECT gen_random_uuid(), recipient, seq + n, agent, agent_name, addressed, sender_kind, sender, thread, 'waited ' || n, now()
                FROM message, generate_series(1, 3) n WHERE id = $1
                """, Tuple.of(UUID.fromString(first.getString("id"))));

        // Then
        await().untilAsserted(() -> assertThat(reader.turns()).hasSize(3));
        assertThat(reader.turns().getLast())
                .contains("3 messages")
                .containsSubsequence("waited 1", "waited 2", "waited 3");
        assertThat(MailFixture.items(api.json(api.get("/api/agents/" + agent + "/inbox"))))
                .allSatisfy(it -> assertThat(it.getString("session")).isEqualTo(session));
    }

    @Test
    void shouldPutWaitingMailAtTheTopOfTheNextPrompt() {
        // Given
        String first = mail.send(agent, "first").getString("id");
        String second = mail.send(agent, "second").getString("id");

        // When
        String session = api.start(agent, "Go on.");

        // Then
        assertThat(mail.awaitState(first, "delivered").getString("session")).isEqualTo(session);
        mail.awaitState(second, "delivered");
        assertThat(reader.turns()).hasSize(1);
        assertThat(reader.turns().getFirst())
                .contains("2 messages")
                .containsSubsequence("> first", "> second", "End of the mail.", "Go on.");
    }

    @Test
    void shouldTellAResumedConversationOnlyWhatItHasNotBeenTold() {
        // Given
        String told = mail.send(agent, "told").getString("id");
        String session = api.start(agent, "Go on.");
        mail.awaitState(told, "delivered");
        await().until(() -> api.json(api.get("/api/sessions/" + session)).containsKey("providerSession"));
        api.json(api.send("POST", "/api/agents/" + agent + "/stop", ""));
        api.awaitEnd(session);
        String acknowledged = mail.send(agent, "acknowledged").getString("id");
        mail.acknowledge(acknowledged);
        String queued = mail.send(agent, "queued").getString("id");

        // When
        api.resume(agent, session, "Resume.");

        // Then
        mail.awaitState(queued, "delivered");
        assertThat(reader.turns()).hasSize(2);
        assertThat(reader.turns().getLast())
                .contains("1 message", "> queued", "Resume.")
                .doesNotContain("told\n", "> acknowledged");
        assertThat(mail.get(acknowledged).getString("state")).isEqualTo("acknowledged");
    }

    @Test
    void shouldKeepMailThatASessionDidNotReadAndGiveItToTheNext() throws Exception {
        // Given
        Path broken = Files.createFile(directory.resolve("broken"));
        agent = agent(reader.failingWhile(broken));
        String bad = mail.send(agent, "first").getString("id");
        String behind = mail.send(agent, "behind").getString("id");

        // When
        api.awaitEnd(api.start(agent, "Go on."));
        JsonObject waiting = mail.get(bad);
        Files.delete(broken);
        execute("UPDATE message SET wake_after = NULL WHERE agent_name = $1", Tuple.of(agent));
        api.start(agent, "Go on.");

        // Then
        assertThat(waiting.getString("state")).isEqualTo("queued");
        assertThat(waiting.getInteger("attempts")).isEqualTo(1);
        assertThat(waiting.containsKey("session")).isFalse();
        mail.awaitState(bad, "delivered");
        mail.awaitState(behind, "delivered");
        // Each goes alone, because either can have been the reason.
        await().untilAsserted(() -> assertThat(reader.turns()).hasSize(2));
        assertThat(reader.turns()).allMatch(turn -> turn.contains("1 message"));
    }

    @Test
    void shouldGiveUpAMessageAfterManyAttemptsAndDeliverThoseBehindIt() throws Exception {
        // Given
        Path broken = Files.createFile(directory.resolve("broken"));
        agent = agent(reader.failingWhile(broken));
        String bad = mail.send(agent, "bad").getString("id");
        execute("UPDATE message SET attempts = 4 WHERE id = $1", Tuple.of(UUID.fromString(bad)));
        String behind = mail.send(agent, "behind").getString("id");

        // When
        api.awaitEnd(api.start(agent, "Go on."));
        Files.delete(broken);
        api.start(agent, "Go on.");

        // Then
        assertThat(mail.get(bad).getString("state")).isEqualTo("undeliverable");
        assertThat(mail.get(bad).getString("reason")).contains("5 attempts", "The last one: ");
        mail.awaitState(behind, "delivered");
        assertThat(reader.turns()).hasSize(1);
        assertThat(reader.turns().getFirst()).contains("> behind").doesNotContain("> bad");
    }

    @Test
    void shouldDeliverTheLongestTexts() {
        // Given
        String longest = "👋".repeat(MessageSpec.MOST_CHARACTERS / 2);
        String first = mail.send(agent, longest).getString("id");
        String second = mail.send(agent, longest).getString("id");

        // When
        api.start(agent, "Go on.");

        // Then
        mail.awaitState(first, "delivered");
        mail.awaitState(second, "delivered");
        await().untilAsserted(() -> assertThat(reader.turns()).hasSize(2));
        assertThat(reader.turns()).allMatch(turn -> turn.contains("1 message.") && turn.contains("> " + longest));
        assertThat(reader.turns().getFirst()).contains(first).endsWith("Go on.");
        assertThat(reader.turns().getLast()).contains(second);
    }

    @Test
    void shouldRefuseToWithdrawWhatASessionHas() {
        // Given
        api.start(agent, "go");
        String id = mail.send(agent, "told").getString("id");
        mail.awaitState(id, "delivered");

        // When
        int status = api.send("DELETE", "/api/messages/" + id, "").statusCode();

        // Then
        assertThat(status).isEqualTo(409);
        assertThat(mail.acknowledge(id).getString("state")).isEqualTo("acknowledged");
    }

    private String agent(String executable) {
        return api.agent(new JsonObject().put("executable", executable).put("enabled", false));
    }

    private void execute(String sql, Tuple values) {
        pool.preparedQuery(sql).execute(values).await().atMost(Duration.ofSeconds(30));
    }
}
