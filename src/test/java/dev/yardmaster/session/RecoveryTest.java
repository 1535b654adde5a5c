package dev.yardmaster.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.json.JsonSlice;
import dev.yardmaster.limit.FailureCause;
import dev.yardmaster.limit.LimitSource;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.AgentEvent.Outcome;
import dev.yardmaster.server.LocalService;
import dev.yardmaster.session.log.ByteSink;
import dev.yardmaster.session.log.ByteSlice;
import dev.yardmaster.session.log.Chunk;
import dev.yardmaster.session.log.ChunkRepository;
import dev.yardmaster.session.log.FrameEncoder;
import dev.yardmaster.session.log.Frames;
import dev.yardmaster.session.log.LogSlice;
import dev.yardmaster.session.log.SessionEnd;
import dev.yardmaster.session.log.SessionState;
import dev.yardmaster.session.log.SliceFixture;
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
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
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
    Installation instance;

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
        LogSlice slice = SliceFixture.of(1, new String[] {"{}", "{}", "{}"}, "a", "b", "c");
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
    void shouldFindTheResultBeforeTheEnd() {
        // Given
        String agent = api.agent(
                new JsonObject().put("executable", Slots.script("exit 0")).put("enabled", false));
        String task = api.task(agent, "go");
        UUID session = leaveBehind(instance.id(), agent, task);
        LogSlice all = completed(session);
        LogSlice end = Frames.cut(all, 1);
        LogSlice turn = Frames.slice(
                1, new ByteSlice(all.frames().array(), 0, end.frames().offset()));
        for (LogSlice slice : List.of(turn, end)) {
            chunks.insert(List.of(new Chunk(0, session, UUID.randomUUID(), slice)))
                    .await()
                    .indefinitely();
        }

        // When
        recovery.run();

        // Then
        assertThat(api.json(api.get("/api/tasks/" + task)).getString("result")).isEqualTo("All is \"well\".");
    }

    @Test
    void shouldRecordTheLimitThatALogTellsOf() {
        // Given
        String executable = Slots.script("exit 0");
        String agent = api.agent(new JsonObject().put("executable", executable).put("enabled", false));
        String task = api.task(agent, "go");
        UUID session = leaveBehind(instance.id(), agent, task, executable);
        Instant reset = Instant.now().plus(Duration.ofHours(2)).truncatedTo(ChronoUnit.SECONDS);
        var limit = new FailureCause.Quota("*", "five_hour", reset, LimitSource.STRUCTURED, 1);
        var cause = new SessionEnd.Cause(limit, Optional.of("You've hit your limit"));
        var end = new SessionEnd(
                SessionState.LIMITED, "The provider is limited.", Optional.empty(), Optional.empty(), cause, false);
        chunks.insert(List.of(new Chunk(0, session, UUID.randomUUID(), ended(session, end))))
                .await()
                .indefinitely();

        // When
        recovery.run();

        // Then
        assertThat(api.json(api.get("/api/tasks/" + task)).getString("state")).isEqualTo("open");
        assertThat(api.json(api.get("/api/limits?limit=1000")).getJsonArray("items"))
                .map(JsonObject.class::cast)
                .filteredOn(it -> it.getString("executable").equals(executable))
                .singleElement()
                .satisfies(it -> {
                    assertThat(Instant.parse(it.getString("blockedUntil"))).isEqualTo(reset);
                    assertThat(it.getString("window")).isEqualTo("five_hour");
                    assertThat(it.getString("session")).isEqualTo(session.toString());
                    assertThat(it.getString("text")).isEqualTo("You've hit your limit");
                });
    }

    @Test
    void shouldStoreNothingMoreOfASessionThatWasEnded() {
        // Given
        String agent = api.agent(
                new JsonObject().put("executable", Slots.script("exit 0")).put("enabled", false));
        UUID session = leaveBehind(instance.id(), agent, api.task(agent, "go"));
        recovery.run();

        // When
        List<Chunk> stored = chunks.insert(List.of(new Chunk(0, session, UUID.randomUUID(), completed(session))))
                .await()
                .indefinitely();

        // Then
        assertThat(stored).isEmpty();
        assertThat(api.events(session.toString()))
                .extracting(event -> event.getString("type"))
                .containsExactly("gap", "session.ended");
    }

    @Test
    void shouldEndTheProcessesOfAnotherServiceThatIsGone() throws Exception {
        // Given
        UUID gone = UUID.randomUUID();
        var orphan = new ProcessBuilder("sleep", "300");
        orphan.environment().put("YARDMASTER_INSTANCE", gone.toString());
        Process process = orphan.start();

        // When
        recovery.endSessionsOf(gone);

        // Then
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
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
        LogSlice slice = Frames.slice(
                1,
                ByteSlice.of("id: 1\nevent: session.ended\ndata: {\"data\":{\"state\":\"to come\"}}\n\n"
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

    private static LogSlice completed(UUID session, AgentEvent... before) {
        var encoder = new FrameEncoder(session);
        var frames = new ByteSink(512);
        long seq = 1;
        for (AgentEvent event : before) {
            encoder.encode(frames, seq++, 0, event);
        }
        var turn = new AgentEvent.TurnEnded(Outcome.COMPLETED, JsonSlice.ofString("All is \"well\"."));
        encoder.encode(frames, seq++, 0, turn);
        encoder.encode(frames, seq, 0, SessionEnd.of(SessionState.COMPLETED, "The agent finished."));
        return Frames.slice(1, new ByteSlice(frames.array(), 0, frames.size()));
    }

    private static LogSlice ended(UUID session, SessionEnd end) {
        var frames = new ByteSink(512);
        new FrameEncoder(session).encode(frames, 1, 0, end);
        return Frames.slice(1, new ByteSlice(frames.array(), 0, frames.size()));
    }

    /** With a longer name, more depth and a longer text than Jackson reads. */
    private static LogSlice beyondLimits(UUID session) {
        String name = "{\"" + "n".repeat(60_000) + "\":1}";
        String deep = "[".repeat(1_100) + "]".repeat(1_100);
        return completed(
                session,
                new AgentEvent.ToolCall("1", "tool", JsonSlice.raw(name)),
                new AgentEvent.ToolResult("1", JsonSlice.raw(deep), false),
                new AgentEvent.Message("m", JsonSlice.ofString("x".repeat(20_000_001))));
    }

    private UUID leaveBehind(UUID owner, String agent, String task) {
        return leaveBehind(owner, agent, task, "claude-code");
    }

    private UUID leaveBehind(UUID owner, String agent, String task, String executable) {
        UUID session = UUID.randomUUID();
        UUID agentId = UUID.fromString(api.json(api.get("/api/agents/" + agent)).getString("id"));
        pool.preparedQuery("""
                        INSERT INTO session (id, instance, agent, agent_name, task, provider, executable, mode, directory, state, started_at)
                        VALUES ($1, $2, $3, $4, $5, 'claude-code', $6, 'bidirectional', '/', 'running', now())""")
                .execute(Tuple.of(session, owner, agentId, agent, UUID.fromString(task), executable))
                .await()
                .indefinitely();
        pool.preparedQuery("UPDATE task SET state = 'running', session = $2, assignee = $3 WHERE id = $1")
                .execute(Tuple.of(UUID.fromString(task), session, agentId))
                .await()
                .indefinitely();
        return session;
    }
}
