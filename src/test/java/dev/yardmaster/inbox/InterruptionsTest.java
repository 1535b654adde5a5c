package dev.yardmaster.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.id.Ids;
import dev.yardmaster.session.end.SessionEnd;
import dev.yardmaster.session.end.SessionState;
import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which interrupted agents go on by themselves. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class InterruptionsTest {
    private static final String NEW_SESSION = """
            INSERT INTO session (id, instance, agent, agent_name, provider, executable, mode, directory, state, started_at, answered_at, ended_at)
            VALUES ($1, gen_random_uuid(), $2, 'ann', 'p', 'e', 'bidirectional', '/', $3, now(), now(), now())
            """;

    @Inject
    Interruptions interruptions;

    @Inject
    Pool pool;

    private final MailFixture mail = new MailFixture();
    private final Api api = mail.api();
    private final List<UUID> sessions = new ArrayList<>();
    private String name;
    private UUID agent;

    @BeforeEach
    void addAgent() {
        // Disabled, so its mail waits.
        name = api.agent(new JsonObject().put("mode", "persistent").put("enabled", false));
        agent = UUID.fromString(api.json(api.get("/api/agents/" + name)).getString("id"));
    }

    @AfterEach
    void leaveNoSessions() {
        pool.preparedQuery("DELETE FROM session WHERE id = ANY ($1)")
                .execute(Tuple.of(sessions.toArray(UUID[]::new)))
                .await()
                .atMost(Duration.ofSeconds(30));
    }

    @Test
    void shouldLeaveAnAgentToPeopleThatHasFailedFiveTimesInARow() {
        // Given
        for (int i = 0; i < 4; i++) {
            end(SessionState.FAILED);
            acknowledgeAll();
        }

        // When
        UUID last = end(SessionState.FAILED);

        // Then
        assertThat(waiting()).isEmpty();
        JsonObject notice = MailFixture.items(api.json(api.get("/api/inbox?limit=1000"))).stream()
                .filter(message -> message.getString("text").contains(last.toString()))
                .findAny()
                .orElseThrow();
        assertThat(notice.getString("text")).contains("'" + name + "'", "is not started again by itself");
        mail.acknowledge(notice.getString("id"));
    }

    @Test
    void shouldContinueAfterManyRestartsAndAfterASuccess() {
        // Given
        for (int i = 0; i < 6; i++) {
            end(SessionState.LOST);
            acknowledgeAll();
        }
        end(SessionState.COMPLETED);
        for (int i = 0; i < 3; i++) {
            end(SessionState.FAILED);
            acknowledgeAll();
        }

        // When
        end(SessionState.FAILED);
        end(SessionState.LOST);

        // Then
        assertThat(waiting()).hasSize(1);
    }

    private UUID end(SessionState state) {
        UUID session = Ids.next();
        sessions.add(session);
        pool.preparedQuery(NEW_SESSION)
                .execute(Tuple.of(session, agent, state.value()))
                .chain(() -> pool.withTransaction(
                        transaction -> interruptions.ended(transaction, session, SessionEnd.of(state, "It broke."))))
                .await()
                .atMost(Duration.ofSeconds(30));
        return session;
    }

    private void acknowledgeAll() {
        List<JsonObject> waiting = waiting();
        waiting.forEach(message -> mail.acknowledge(message.getString("id")));
    }

    private List<JsonObject> waiting() {
        return MailFixture.items(api.json(api.get("/api/agents/" + name + "/inbox?state=queued")));
    }
}
