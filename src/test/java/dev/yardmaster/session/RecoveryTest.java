package dev.yardmaster.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.json.JsonSlice;
import dev.yardmaster.limit.FailureCause;
import dev.yardmaster.limit.LimitSource;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.AgentEvent.Outcome;
import dev.yardmaster.session.log.ByteSink;
import dev.yardmaster.session.log.ByteSlice;
import dev.yardmaster.session.log.Chunk;
import dev.yardmaster.session.log.ChunkRepository;
import dev.yardmaster.session.log.FrameEncoder;
import dev.yardmaster.session.log.Frames;
import dev.yardmaster.session.log.LogSlice;
import dev.yardmaster.session.log.SessionEnd;
import dev.yardmaster.session.log.SessionSpool;
import dev.yardmaster.session.log.SessionState;
import dev.yardmaster.session.log.SliceFixture;
import dev.yardmaster.session.log.Spool;
import dev.yardmaster.testkit.Api;
import dev.yardmaster.testkit.EventStream;
import dev.yardmaster.testkit.EventStream.Frame;
import dev.yardmaster.testkit.LocalService;
import dev.yardmaster.testkit.ServiceTestResource;
import dev.yardmaster.testkit.Slots;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a service does about a session that ran when its predecessor was killed. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class RecoveryTest {
    private static final String RESULT = "All is \"well\".";

    @Inject
    Recovery recovery;

    @Inject
    Installation installation;

    @Inject
    ChunkRepository chunks;

    @Inject
    Spool spool;

    @Inject
    Pool pool;

    private final Api api = LocalService.api();

    @Test
    void shouldEndTheSessionAndMakeItsTaskReadyAgain() {
        // Given
        Interrupted interrupted = interruptedSession(installation.id());
        store(interrupted, SliceFixture.of(1, new String[] {"{}", "{}", "{}"}, "a", "b", "c"));

        // When
        recovery.run();

        // Then
        assertThat(state(interrupted)).isEqualTo("lost");
        assertThat(task(interrupted).getString("state")).isEqualTo("open");
        assertThat(task(interrupted).getString("reason")).contains("service was killed");
        try (EventStream stream = EventStream.open(api, interrupted.events() + "?after=3")) {
            List<Frame> seen = stream.readAll();
            assertThat(seen).extracting(Frame::event).containsExactly("session.ended");
            assertThat(seen.getFirst().seq()).isEqualTo(4);
        }
    }

    @Test
    void shouldAnnounceThatEventsOfAnotherInstallationMayBeMissing() {
        // Given
        UUID gone = UUID.randomUUID();
        Interrupted interrupted = interruptedSession(gone);
        store(interrupted, SliceFixture.of(1, new String[] {"{}", "{}", "{}"}, "a", "b", "c"));

        // When
        recovery.endSessionsOf(gone);

        // Then
        try (EventStream stream = EventStream.open(api, interrupted.events() + "?after=3")) {
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
    void shouldStoreTheEventsThatOnlyTheSpoolHas() {
        // Given
        Interrupted interrupted = interruptedSession(installation.id());
        store(interrupted, SliceFixture.of(1, new String[] {"{}", "{}"}, "a", "b"));
        SessionSpool session = spool.of(interrupted.session());
        session.write(message(interrupted, 2, "seen before"), 0);
        session.write(message(interrupted, 3, "seen by a client"), 0);

        // When
        recovery.run();

        // Then
        assertThat(state(interrupted)).isEqualTo("lost");
        try (EventStream stream = EventStream.open(api, interrupted.events() + "?after=2")) {
            List<Frame> seen = stream.readAll();
            assertThat(seen).extracting(Frame::event).containsExactly("user.message", "session.ended");
            assertThat(seen).extracting(Frame::seq).containsExactly(3L, 4L);
            assertThat(seen.getFirst().data()).contains("seen by a client");
        }
    }

    @Test
    void shouldUseTheEndInTheSpool() {
        // Given
        Interrupted interrupted = interruptedSession(installation.id());
        spool.of(interrupted.session()).write(completed(interrupted), 0);

        // When
        recovery.run();

        // Then
        assertThat(state(interrupted)).isEqualTo("completed");
        assertThat(task(interrupted).getString("result")).isEqualTo(RESULT);
        assertThat(eventTypes(interrupted)).containsExactly("turn.ended", "session.ended");
    }

    @Test
    void shouldSendTheEndToAReaderWhoHasSeenMoreThanWasStored() {
        // Given
        UUID gone = UUID.randomUUID();
        Interrupted interrupted = interruptedSession(gone);

        // When
        recovery.endSessionsOf(gone);

        // Then
        try (EventStream stream = EventStream.openAfter(api, interrupted.events(), "500")) {
            assertThat(stream.readAll()).extracting(Frame::event).containsExactly("gap", "session.ended");
        }
    }

    @Test
    void shouldUseTheEndInTheLog() {
        // Given
        Interrupted interrupted = interruptedSession(installation.id());
        store(interrupted, completed(interrupted));

        // When
        recovery.run();

        // Then
        assertThat(state(interrupted)).isEqualTo("completed");
        assertThat(task(interrupted).getString("state")).isEqualTo("done");
        assertThat(task(interrupted).getString("result")).isEqualTo(RESULT);
        assertThat(eventTypes(interrupted)).containsExactly("turn.ended", "session.ended");
    }

    @Test
    void shouldFindTheResultInTheChunkBeforeTheEnd() {
        // Given
        Interrupted interrupted = interruptedSession(installation.id());
        LogSlice all = completed(interrupted);
        LogSlice end = Frames.cut(all, 1);
        LogSlice turn = Frames.slice(
                1, new ByteSlice(all.frames().array(), 0, end.frames().offset()));
        store(interrupted, turn);
        store(interrupted, end);

        // When
        recovery.run();

        // Then
        assertThat(task(interrupted).getString("result")).isEqualTo(RESULT);
    }

    @Test
    void shouldRecordTheLimitInTheLog() {
        // Given
        String executable = Slots.script("exit 0");
        Interrupted interrupted = interruptedSession(installation.id(), executable);
        Instant reset = Instant.now().plus(Duration.ofHours(2)).truncatedTo(ChronoUnit.SECONDS);
        var limit = new FailureCause.Quota("*", "five_hour", reset, LimitSource.STRUCTURED, 1);
        var cause = new SessionEnd.Cause(limit, Optional.of("You've hit your limit"));
        var end = new SessionEnd(
                SessionState.LIMITED, "The provider is limited.", Optional.empty(), Optional.empty(), cause, false);
        store(interrupted, ended(interrupted, end));

        // When
        recovery.run();

        // Then
        assertThat(task(interrupted).getString("state")).isEqualTo("open");
        assertThat(api.json(api.get("/api/limits?limit=1000")).getJsonArray("items"))
                .map(JsonObject.class::cast)
                .filteredOn(it -> it.getString("executable").equals(executable))
                .singleElement()
                .satisfies(it -> {
                    assertThat(Instant.parse(it.getString("blockedUntil"))).isEqualTo(reset);
                    assertThat(it.getString("window")).isEqualTo("five_hour");
                    assertThat(it.getString("session"))
                            .isEqualTo(interrupted.session().toString());
                    assertThat(it.getString("text")).isEqualTo("You've hit your limit");
                });
    }

    @Test
    void shouldNotStoreEventsOfASessionThatWasEnded() {
        // Given
        Interrupted interrupted = interruptedSession(installation.id());
        recovery.run();

        // When
        List<Chunk> stored = store(interrupted, completed(interrupted));

        // Then
        assertThat(stored).isEmpty();
        assertThat(eventTypes(interrupted)).containsExactly("session.ended");
    }

    @Test
    void shouldEndTheProcessesOfAnotherInstallationThatIsGone() throws Exception {
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
    void shouldUseTheEndInALogWhoseOtherEventsCannotBeParsed() {
        // Given
        Interrupted interrupted = interruptedSession(installation.id());
        store(interrupted, beyondParserLimits(interrupted));

        // When
        recovery.run();

        // Then
        assertThat(state(interrupted)).isEqualTo("completed");
        assertThat(task(interrupted).getString("result")).isEqualTo(RESULT);
    }

    @Test
    void shouldIgnoreAnEndThatCannotBeParsed() {
        // Given
        Interrupted interrupted = interruptedSession(installation.id());
        store(
                interrupted,
                Frames.slice(
                        1,
                        ByteSlice.of("id: 1\nevent: session.ended\ndata: {\"data\":{\"state\":\"to come\"}}\n\n"
                                .getBytes(StandardCharsets.UTF_8))));

        // When
        recovery.run();

        // Then
        assertThat(state(interrupted)).isEqualTo("lost");
    }

    @Test
    void shouldLeaveTheSessionsOfOtherInstallationsAlone() {
        // Given
        Interrupted interrupted = interruptedSession(UUID.randomUUID());

        // When
        recovery.run();

        // Then
        assertThat(state(interrupted)).isEqualTo("running");
    }

    /** A session that ran for a task when its service was killed. */
    private record Interrupted(UUID session, String task) {
        String path() {
            return "/api/sessions/" + session;
        }

        String events() {
            return path() + "/events";
        }
    }

    private Interrupted interruptedSession(UUID owner) {
        return interruptedSession(owner, Slots.script("exit 0"));
    }

    /** Inserts the rows as the killed service left them. The agent is disabled, so that the dispatcher does not run the task. */
    private Interrupted interruptedSession(UUID owner, String executable) {
        String agent = api.agent(new JsonObject().put("executable", executable).put("enabled", false));
        String task = api.task(agent, "go");
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
        return new Interrupted(session, task);
    }

    private List<Chunk> store(Interrupted interrupted, LogSlice slice) {
        return chunks.insert(List.of(new Chunk(0, interrupted.session(), UUID.randomUUID(), slice)))
                .await()
                .indefinitely();
    }

    private String state(Interrupted interrupted) {
        return api.json(api.get(interrupted.path())).getString("state");
    }

    private JsonObject task(Interrupted interrupted) {
        return api.json(api.get("/api/tasks/" + interrupted.task()));
    }

    private List<String> eventTypes(Interrupted interrupted) {
        return api.events(interrupted.session().toString()).stream()
                .map(event -> event.getString("type"))
                .toList();
    }

    private static LogSlice completed(Interrupted interrupted, AgentEvent... before) {
        var encoder = new FrameEncoder(interrupted.session());
        var frames = new ByteSink(512);
        long seq = 1;
        for (AgentEvent event : before) {
            encoder.encode(frames, seq++, 0, event);
        }
        var turn = new AgentEvent.TurnEnded(Outcome.COMPLETED, JsonSlice.ofString(RESULT));
        encoder.encode(frames, seq++, 0, turn);
        encoder.encode(frames, seq, 0, SessionEnd.of(SessionState.COMPLETED, "The agent finished."));
        return Frames.slice(1, new ByteSlice(frames.array(), 0, frames.size()));
    }

    private static LogSlice message(Interrupted interrupted, long seq, String text) {
        var frames = new ByteSink(512);
        new FrameEncoder(interrupted.session()).encode(frames, seq, 0, new AgentEvent.UserMessage(text));
        return Frames.slice(seq, frames.slice());
    }

    private static LogSlice ended(Interrupted interrupted, SessionEnd end) {
        var frames = new ByteSink(512);
        new FrameEncoder(interrupted.session()).encode(frames, 1, 0, end);
        return Frames.slice(1, new ByteSlice(frames.array(), 0, frames.size()));
    }

    /** A completed session with a name, a depth and a text that exceed the limits of the JSON parser. */
    private static LogSlice beyondParserLimits(Interrupted interrupted) {
        String name = "{\"" + "n".repeat(60_000) + "\":1}";
        String deep = "[".repeat(1_100) + "]".repeat(1_100);
        return completed(
                interrupted,
                new AgentEvent.ToolCall("1", "tool", JsonSlice.raw(name)),
                new AgentEvent.ToolResult("1", JsonSlice.raw(deep), false),
                new AgentEvent.Message("m", JsonSlice.ofString("x".repeat(20_000_001))));
    }
}
