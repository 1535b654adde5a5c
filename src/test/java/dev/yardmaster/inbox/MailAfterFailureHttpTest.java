package dev.yardmaster.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.session.end.SessionEnd;
import dev.yardmaster.session.end.SessionState;
import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.LogCapture;
import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Delivers mail although sessions, launches and the database fail. The agents are disabled, unless mail is to start one. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(120)
class MailAfterFailureHttpTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    Pool pool;

    @Inject
    MailOfSessions sessions;

    @TempDir
    Path directory;

    private final MailFixture mail = new MailFixture();
    private final Api api = mail.api();
    private MailReader reader;
    private Path busy;
    private String agent;

    @BeforeEach
    void createAgent() throws IOException {
        reader = new MailReader(directory.resolve("turns"));
        busy = Files.createFile(directory.resolve("busy"));
        agent = agent(new JsonObject().put("executable", reader.busyWhile(busy)));
    }

    @AfterEach
    void stopSessions() {
        api.change(agent, new JsonObject().put("enabled", false));
        mail.stop(agent);
    }

    @Test
    void shouldGiveMailAgainWhoseSessionDiedInTheMiddleOfItsWork() throws IOException {
        // Given
        String id = mail.send(agent, "first").getString("id");
        String session = api.start(agent, "Go on.");
        mail.awaitState(id, "delivered");

        // When
        Files.delete(busy);
        JsonObject ended = api.awaitEnd(session);

        // Then
        assertThat(ended.getString("state")).isEqualTo("failed");
        assertWaitsAgain(id);
        api.start(agent, "Go on.");
        mail.awaitState(id, "delivered");
        assertThat(reader.turns()).hasSize(2).allMatch(turn -> turn.contains("> first"));
    }

    @Test
    void shouldGiveMailAgainThatACliDidNotReadBeforeItDied() throws IOException {
        // Given
        String session = api.start(agent, "Go on.");
        String id = mail.send(agent, "unread").getString("id");
        mail.awaitState(id, "delivered");

        // When
        Files.delete(busy);
        api.awaitEnd(session);

        // Then
        assertThat(reader.turns()).containsExactly("Go on.");
        assertWaitsAgain(id);
        api.start(agent, "Go on.");
        mail.awaitState(id, "delivered");
        assertThat(reader.turns().getLast()).contains("> unread");
    }

    static List<Arguments> ends() {
        return List.of(
                Arguments.of(SessionEnd.of(SessionState.LOST, "The service stopped."), "queued"),
                Arguments.of(SessionEnd.of(SessionState.LIMITED, "Limit."), "queued"),
                Arguments.of(SessionEnd.of(SessionState.STOPPED, "Handed over.").goingOn(), "queued"),
                Arguments.of(SessionEnd.of(SessionState.STOPPED, "Stopped by hand."), "delivered"),
                Arguments.of(SessionEnd.of(SessionState.COMPLETED, "Done."), "delivered"));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void shouldLetDeliveredMailWaitAgainUnlessTheSessionHasFinished(SessionEnd end, String state) {
        // Given
        UUID session = UUID.randomUUID();
        String unacknowledged = mail.send(agent, "first").getString("id");
        String acknowledged = mail.send(agent, "second").getString("id");
        Stream.of(unacknowledged, acknowledged)
                .forEach(id -> execute(
                        "UPDATE message SET state = 'delivered', delivered_at = now(), session = $2 WHERE id = $1",
                        Tuple.of(UUID.fromString(id), session)));
        mail.acknowledge(acknowledged);

        // When
        pool.withTransaction(transaction -> sessions.ended(transaction, session, end))
                .await()
                .atMost(PATIENCE);

        // Then
        JsonObject message = mail.get(unacknowledged);
        assertThat(message.getString("state")).isEqualTo(state);
        assertThat(message.containsKey("session")).isEqualTo(state.equals("delivered"));
        assertThat(message.containsKey("deliveredAt")).isEqualTo(state.equals("delivered"));
        assertThat(message.getInteger("attempts")).isZero();
        assertThat(mail.get(acknowledged).getString("state")).isEqualTo("acknowledged");
    }

    @Test
    void shouldGiveMailToARunningSessionAfterAStallOfTheDatabase() throws Exception {
        // Given
        Files.delete(busy);
        String session = api.start(agent, "Go on.");
        await().atMost(PATIENCE).until(() -> isAnswered(session));

        // When
        String id;
        try (var log = new LogCapture()) {
            SqlConnection stall = pool.getConnectionAndAwait();
            Transaction transaction = stall.beginAndAwait();
            stall.preparedQuery("SELECT FROM session WHERE id = $1 FOR UPDATE")
                    .executeAndAwait(Tuple.of(UUID.fromString(session)));
            id = mail.send(agent, "during the stall").getString("id");
            await().atMost(PATIENCE)
                    .until(() -> log.entries().stream().anyMatch(entry -> entry.contains("state=mail_not_delivered")));
            transaction.commitAndAwait();
            stall.closeAndAwait();
        }

        // Then
        assertThat(mail.awaitState(id, "delivered").getString("session")).isEqualTo(session);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(reader.turns()).hasSize(2));
        assertThat(reader.turns().getLast()).contains("> during the stall");
    }

    @Test
    void shouldNotBlameMailForALaunchThatFailed() throws Exception {
        // Given
        Path gone = directory.resolve("gone");
        assertThat(new ProcessBuilder("git", "init", "--quiet", gone.toString())
                        .start()
                        .waitFor())
                .isZero();
        String project = "project-" + UUID.randomUUID().toString().substring(0, 8);
        api.json(api.post("/api/projects", new JsonObject().put("name", project).put("path", gone.toString())));
        agent = agent(new JsonObject().put("executable", reader.executable()).put("project", project));
        Files.move(gone, directory.resolve("moved"));

        // When
        String id = mail.send(agent, "first").getString("id");
        api.change(agent, new JsonObject().put("enabled", true));

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(mail.get(id).getString("waitsFor"))
                        .contains("another attempt", "The last session failed", gone.toString()));
        assertThat(mail.get(id).getString("state")).isEqualTo("queued");
        assertThat(mail.get(id).getInteger("attempts")).isZero();
    }

    private void assertWaitsAgain(String id) {
        JsonObject waiting = mail.get(id);
        assertThat(waiting.getString("state")).isEqualTo("queued");
        assertThat(waiting.getInteger("attempts")).isEqualTo(1);
        assertThat(waiting.containsKey("session")).isFalse();
        assertThat(waiting.containsKey("deliveredAt")).isFalse();
        execute("UPDATE message SET wake_after = NULL WHERE id = $1", Tuple.of(UUID.fromString(id)));
    }

    private boolean isAnswered(String session) {
        return pool.preparedQuery("SELECT FROM session WHERE id = $1 AND answered_at IS NOT NULL")
                        .execute(Tuple.of(UUID.fromString(session)))
                        .await()
                        .atMost(PATIENCE)
                        .size()
                > 0;
    }

    private String agent(JsonObject fields) {
        return api.agent(fields.put("enabled", false));
    }

    private void execute(String sql, Tuple values) {
        pool.preparedQuery(sql).execute(values).await().atMost(PATIENCE);
    }
}
