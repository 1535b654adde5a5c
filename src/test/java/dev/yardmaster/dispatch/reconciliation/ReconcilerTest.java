package dev.yardmaster.dispatch.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.dispatch.DispatchFixture;
import dev.yardmaster.dispatch.Fakes;
import dev.yardmaster.session.Installation;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The database holds what no memory knows. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class ReconcilerTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String SESSION = """
            INSERT INTO session (id, instance, agent, agent_name, task, provider, executable, mode, directory, state, started_at, ended_at)
            SELECT $1::uuid, $2::uuid, a.id, a.name, $3::uuid, 'claude-code', 'x', 'bidirectional', '/', $4::text, now() - interval '1 minute',
                CASE WHEN $4 <> 'starting' THEN now() - interval '1 minute' END
            FROM agent a WHERE a.name = $5
            """;

    @RegisterExtension
    final DispatchFixture fixture = new DispatchFixture(LocalService.api());

    @Inject
    Reconciler reconciler;

    @Inject
    Installation installation;

    @Inject
    Pool pool;

    private String agent;
    private String slots;
    private UUID task;
    private final UUID session = UUID.randomUUID();

    @BeforeEach
    void prepare() {
        agent = fixture.agent(
                new JsonObject().put("executable", Fakes.claude(Fakes.works())).put("enabled", false));
        slots = fixture.pool(5);
        task = UUID.fromString(fixture.taskFor(agent));
    }

    @Test
    void shouldEndASessionThatTheServiceDoesNotRun() {
        // Given
        store("starting");
        run("UPDATE task SET state = 'running', session = $2 WHERE id = $1", task, session);

        // When
        reconciler.check();
        reconciler.check();

        // Then
        JsonObject ended = fixture.api().json(fixture.api().get("/api/sessions/" + session));
        assertThat(ended.getString("state")).isEqualTo("lost");
        assertThat(ended.encode()).contains("lost track");
        assertThat(usedSlots()).isZero();
        assertThat(fixture.readTask(task.toString()).getString("state")).isEqualTo("open");
        List<JsonObject> events = fixture.api().events(session.toString());
        assertThat(events.getLast().getString("type")).isEqualTo("session.ended");
    }

    @Test
    void shouldReleaseTheSlotsOfASessionThatHasEnded() {
        // Given
        store("completed");
        int before = usedSlots();

        // When
        reconciler.check();
        reconciler.check();

        // Then
        assertThat(before).isEqualTo(1);
        assertThat(usedSlots()).isZero();
    }

    @Test
    void shouldReopenATaskWithoutASession() {
        // Given
        store("completed");
        run(
                "UPDATE task SET state = 'running', session = $2, updated_at = now() - interval '1 minute' WHERE id = $1",
                task,
                session);

        // When
        reconciler.check();
        reconciler.check();

        // Then
        JsonObject reopened = fixture.readTask(task.toString());
        assertThat(reopened.getString("state")).isEqualTo("open");
        assertThat(reopened.getString("reason")).contains("lost track");
    }

    @Test
    void shouldLeaveAloneWhatHasJustChanged() {
        // Given
        store("starting");
        run("UPDATE session SET started_at = now() WHERE id = $1", session);
        run("UPDATE task SET state = 'running', updated_at = now() WHERE id = $1", task);

        // When
        reconciler.check();
        reconciler.check();

        // Then
        assertThat(fixture.api()
                        .json(fixture.api().get("/api/sessions/" + session))
                        .getString("state"))
                .isEqualTo("starting");
        assertThat(fixture.readTask(task.toString()).getString("state")).isEqualTo("running");
        run("UPDATE session SET ended_at = now(), state = 'lost' WHERE id = $1", session);
        run("DELETE FROM pool_slot WHERE session = $1", session);
        run("UPDATE task SET state = 'open' WHERE id = $1", task);
    }

    private void store(String state) {
        run(SESSION, session, installation.id(), task, state, agent);
        run("INSERT INTO pool_slot (session, pool) SELECT $1::uuid, id FROM pool WHERE name = $2", session, slots);
    }

    private int usedSlots() {
        return fixture.api().json(fixture.api().get("/api/pools/" + slots)).getInteger("used");
    }

    private void run(String sql, Object... values) {
        pool.preparedQuery(sql).execute(Tuple.wrap(values)).await().atMost(TIMEOUT);
    }
}
