package dev.yardmaster.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.AgentEvent.Outcome;
import dev.yardmaster.provider.JsonSlice;
import dev.yardmaster.server.LocalService;
import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.EventStream;
import dev.yardmaster.testkit.EventStream.Frame;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.Slots;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a service finds that was killed while a session ran. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class RecoveryTest {
    @TestHTTPResource
    URI base;

    @Inject
    Recovery recovery;

    @Inject
    Instance instance;

    @Inject
    ChunkRepository chunks;

    @Inject
    Pool pool;

    private Api api;

    @BeforeEach
    void connect() {
        api = LocalService.api(base);
    }

    @Test
    void shouldEndTheSessionAndGiveTheTaskBack() {
        // Given
        String agent = api.agent(
                new JsonObject().put("executable", Slots.script("exit 0")).put("enabled", false));
        String task = api.task(agent, "go");
        UUID session = leaveBehind(instance.id(), agent, task);
        Slice slice = Stretch.of(1, new String[] {"{}", "{}", "{}"}, "a", "b", "c");
        chunks.insert(List.of(new Chunk(0, session, UUID.randomUUID(), slice)))
                .await()
                .indefinitely();

        // When
        recovery.run();

        // Then
        assertThat(api.json(api.get("/api/sessions/" + session)).getString("state"))
                .isEqualTo("lost");
        JsonObject open = api.json(api.get("/api/tasks/" + task));
        assertThat(open.getString("state")).isEqualTo("open");
        assertThat(open.getString("reason")).contains("service went away");
        try (EventStream stream = EventStream.open(api, "/api/sessions/" + session + "/events?after=3")) {
            List<Frame> seen = stream.readAll();
            assertThat(seen).extracting(Frame::event).containsExactly("gap", "session.ended");
            JsonObject gap = seen.getFirst().json().getJsonObject("data");
            assertThat(gap.getLong("from")).isEqualTo(4);
            assertThat(gap.getLong("to")).isEqualTo(seen.getFirst().seq() - 1).isGreaterThan(60_000);
            assertThat(seen.getLast().json().getJsonObject("data").getString("state"))
                    .isEqualTo("lost");
        }
    }

    @Test
    void shouldGiveTheReaderWhoSawMoreThanWasStoredTheEndStill() {
        // Given
        String agent = api.agent(
                new JsonObject().put("executable", Slots.script("exit 0")).put("enabled", false));
        UUID session = leaveBehind(instance.id(), agent, api.task(agent, "go"));

        // When
        recovery.run();

        // Then
        try (EventStream stream = EventStream.openAfter(api, "/api/sessions/" + session + "/events", "500")) {
            assertThat(stream.readAll()).extracting(Frame::event).containsExactly("gap", "session.ended");
        }
    }

    @Test
    void shouldBelieveALogThatTellsTheEnd() {
        // Given
        String agent = api.agent(
                new JsonObject().put("executable", Slots.script("exit 0")).put("enabled", false));
        String task = api.task(agent, "go");
        UUID session = leaveBehind(instance.id(), agent, task);
        chunks.insert(List.of(new Chunk(0, session, UUID.randomUUID(), completed(session))))
                .await()
                .indefinitely();

        // When
        recovery.run();

        // Then
        assertThat(api.json(api.get("/api/sessions/" + session)).getString("state"))
                .isEqualTo("completed");
        JsonObject done = api.json(api.get("/api/tasks/" + task));
        assertThat(done.getString("state")).isEqualTo("done");
        assertThat(done.getString("result")).isEqualTo("All is \"well\".");
        assertThat(api.events(session.toString()))
                .extracting(event -> event.getString("type"))
                .containsExactly("turn.ended", "session.ended");
    }

    @Test
    void shouldBelieveALogThatHoldsWhatNoParserTakes() {
        // Given
        String agent = api.agent(
                new JsonObject().put("executable", Slots.script("exit 0")).put("enabled", false));
        String task = api.task(agent, "go");
        UUID session = leaveBehind(instance.id(), agent, task);
        chunks.insert(List.of(new Chunk(0, session, UUID.randomUUID(), beyondLimits(session))))
                .await()
                .indefinitely();

        // When
        recovery.run();

        // Then
        assertThat(api.json(api.get("/api/sessions/" + session)).getString("state"))
                .isEqualTo("completed");
        assertThat(api.json(api.get("/api/tasks/" + task)).getString("result")).isEqualTo("All is \"well\".");
    }

    @Test
    void shouldTakeAnEndThatNobodyCanReadForNone() {
        // Given
        String agent = api.agent(
                new JsonObject().put("executable", Slots.script("exit 0")).put("enabled", false));
        UUID session = leaveBehind(instance.id(), agent, api.task(agent, "go"));
        Slice slice = Frames.slice(
                1,
                Bytes.of("id: 1\nevent: session.ended\ndata: {\"data\":{\"state\":\"to come\"}}\n\n"
                        .getBytes(StandardCharsets.UTF_8)));
        chunks.insert(List.of(new Chunk(0, session, UUID.randomUUID(), slice)))
                .await()
                .indefinitely();

        // When
        recovery.run();

        // Then
        assertThat(api.json(api.get("/api/sessions/" + session)).getString("state"))
                .isEqualTo("lost");
    }

    @Test
    void shouldLeaveTheSessionsOfOthersAlone() {
        // Given
        String agent = api.agent(
                new JsonObject().put("executable", Slots.script("exit 0")).put("enabled", false));
        UUID session = leaveBehind(UUID.randomUUID(), agent, api.task(agent, "go"));

        // When
        recovery.run();

        // Then
        assertThat(api.json(api.get("/api/sessions/" + session)).getString("state"))
                .isEqualTo("running");
    }

    private static Slice completed(UUID session, AgentEvent... before) {
        var encoder = new FrameEncoder(session);
        var frames = new ByteSink(512);
        long seq = 1;
        for (AgentEvent event : before) {
            encoder.encode(frames, seq++, 0, event);
        }
        var turn = new AgentEvent.TurnEnded(Outcome.COMPLETED, JsonSlice.ofString("All is \"well\"."));
        encoder.encode(frames, seq++, 0, turn);
        encoder.encode(frames, seq, 0, SessionEnd.of(SessionState.COMPLETED, "The agent finished."));
        return Frames.slice(1, new Bytes(frames.array(), 0, frames.size()));
    }

    /** With a longer name, more depth and a longer text than Jackson reads. */
    private static Slice beyondLimits(UUID session) {
        String name = "{\"" + "n".repeat(60_000) + "\":1}";
        String deep = "[".repeat(1_100) + "]".repeat(1_100);
        return completed(
                session,
                new AgentEvent.ToolCall("1", "tool", JsonSlice.raw(name)),
                new AgentEvent.ToolResult("1", JsonSlice.raw(deep), false),
                new AgentEvent.Message("m", JsonSlice.ofString("x".repeat(20_000_001))));
    }

    private UUID leaveBehind(UUID owner, String agent, String task) {
        UUID session = UUID.randomUUID();
        UUID agentId = UUID.fromString(api.json(api.get("/api/agents/" + agent)).getString("id"));
        pool.preparedQuery("""
                        INSERT INTO session (id, instance, agent, agent_name, task, provider, executable, mode, directory, state, started_at)
                        VALUES ($1, $2, $3, $4, $5, 'claude-code', 'claude-code', 'bidirectional', '/', 'running', now())""")
                .execute(Tuple.of(session, owner, agentId, agent, UUID.fromString(task)))
                .await()
                .indefinitely();
        pool.preparedQuery("UPDATE task SET state = 'running', session = $2, assignee = $3 WHERE id = $1")
                .execute(Tuple.of(UUID.fromString(task), session, agentId))
                .await()
                .indefinitely();
        return session;
    }
}
