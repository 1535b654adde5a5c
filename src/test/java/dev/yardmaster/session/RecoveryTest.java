package dev.yardmaster.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.limit.FailureCause;
import dev.yardmaster.limit.LimitSource;
import dev.yardmaster.session.InterruptedSessions.Interrupted;
import dev.yardmaster.session.end.SessionEnd;
import dev.yardmaster.session.end.SessionState;
import dev.yardmaster.session.frame.ByteSlice;
import dev.yardmaster.session.frame.Frames;
import dev.yardmaster.session.frame.LogSlice;
import dev.yardmaster.session.frame.SliceFixture;
import dev.yardmaster.session.log.Chunk;
import dev.yardmaster.session.log.ChunkRepository;
import dev.yardmaster.session.spool.SessionSpool;
import dev.yardmaster.session.spool.Spool;
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
import jakarta.inject.Inject;
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

/** What a service does about a session that ran when its predecessor was killed. */
@QuarkusTest
@WithTestResource(ServiceTestResource.class)
@Timeout(60)
class RecoveryTest {
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
    private InterruptedSessions sessions;

    @BeforeEach
    void createFixture() {
        sessions = new InterruptedSessions(api, pool, chunks);
    }

    @Test
    void shouldEndTheSessionAndMakeItsTaskReadyAgain() {
        // Given
        Interrupted interrupted = sessions.interrupt(installation.id());
        sessions.store(interrupted, SliceFixture.of(1, new String[] {"{}", "{}", "{}"}, "a", "b", "c"));

        // When
        recovery.run();

        // Then
        assertThat(sessions.state(interrupted)).isEqualTo("lost");
        assertThat(sessions.task(interrupted).getString("state")).isEqualTo("open");
        assertThat(sessions.task(interrupted).getString("reason")).contains("service was killed");
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
        Interrupted interrupted = sessions.interrupt(gone);
        sessions.store(interrupted, SliceFixture.of(1, new String[] {"{}", "{}", "{}"}, "a", "b", "c"));

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
        Interrupted interrupted = sessions.interrupt(installation.id());
        sessions.store(interrupted, SliceFixture.of(1, new String[] {"{}", "{}"}, "a", "b"));
        SessionSpool session = spool.of(interrupted.session());
        session.write(InterruptedSessions.message(interrupted, 2, "seen before"), 0);
        session.write(InterruptedSessions.message(interrupted, 3, "seen by a client"), 0);

        // When
        recovery.run();

        // Then
        assertThat(sessions.state(interrupted)).isEqualTo("lost");
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
        Interrupted interrupted = sessions.interrupt(installation.id());
        spool.of(interrupted.session()).write(InterruptedSessions.completed(interrupted), 0);

        // When
        recovery.run();

        // Then
        assertThat(sessions.state(interrupted)).isEqualTo("completed");
        assertThat(sessions.task(interrupted).getString("result")).isEqualTo(InterruptedSessions.RESULT);
        assertThat(sessions.eventTypes(interrupted)).containsExactly("turn.ended", "session.ended");
    }

    @Test
    void shouldSendTheEndToAReaderWhoHasSeenMoreThanWasStored() {
        // Given
        UUID gone = UUID.randomUUID();
        Interrupted interrupted = sessions.interrupt(gone);

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
        Interrupted interrupted = sessions.interrupt(installation.id());
        sessions.store(interrupted, InterruptedSessions.completed(interrupted));

        // When
        recovery.run();

        // Then
        assertThat(sessions.state(interrupted)).isEqualTo("completed");
        assertThat(sessions.task(interrupted).getString("state")).isEqualTo("done");
        assertThat(sessions.task(interrupted).getString("result")).isEqualTo(InterruptedSessions.RESULT);
        assertThat(sessions.eventTypes(interrupted)).containsExactly("turn.ended", "session.ended");
    }

    @Test
    void shouldFindTheResultInTheChunkBeforeTheEnd() {
        // Given
        Interrupted interrupted = sessions.interrupt(installation.id());
        LogSlice all = InterruptedSessions.completed(interrupted);
        LogSlice end = Frames.cut(all, 1);
        LogSlice turn = Frames.slice(
                1, new ByteSlice(all.frames().array(), 0, end.frames().offset()));
        sessions.store(interrupted, turn);
        sessions.store(interrupted, end);

        // When
        recovery.run();

        // Then
        assertThat(sessions.task(interrupted).getString("result")).isEqualTo(InterruptedSessions.RESULT);
    }

    @Test
    void shouldRecordTheLimitInTheLog() {
        // Given
        String executable = Slots.script("exit 0");
        Interrupted interrupted = sessions.interrupt(installation.id(), executable);
        Instant reset = Instant.now().plus(Duration.ofHours(2)).truncatedTo(ChronoUnit.SECONDS);
        var limit = new FailureCause.Quota("*", "five_hour", reset, LimitSource.STRUCTURED, 1);
        var cause = new SessionEnd.Cause(limit, Optional.of("You've hit your limit"));
        var end = new SessionEnd(
                SessionState.LIMITED, "The provider is limited.", Optional.empty(), Optional.empty(), cause, false);
        sessions.store(interrupted, InterruptedSessions.ended(interrupted, end));

        // When
        recovery.run();

        // Then
        assertThat(sessions.task(interrupted).getString("state")).isEqualTo("open");
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
        Interrupted interrupted = sessions.interrupt(installation.id());
        recovery.run();

        // When
        List<Chunk> stored = sessions.store(interrupted, InterruptedSessions.completed(interrupted));

        // Then
        assertThat(stored).isEmpty();
        assertThat(sessions.eventTypes(interrupted)).containsExactly("session.ended");
    }

    @Test
    void shouldFillTheGapWithTheEventsThatTheOtherServiceStoresWhenItIsBack() {
        // Given
        UUID gone = UUID.randomUUID();
        Interrupted interrupted = sessions.interrupt(gone);
        sessions.store(interrupted, InterruptedSessions.message(interrupted, 1, "stored in time"));
        recovery.endSessionsOf(gone);
        long end = sessions.events(interrupted).getLast().getLong("seq");

        // When
        List<Chunk> second = sessions.store(interrupted, InterruptedSessions.message(interrupted, 2, "seen"));
        List<Chunk> third = sessions.store(interrupted, InterruptedSessions.message(interrupted, 3, "seen too"));
        List<Chunk> again = sessions.store(interrupted, InterruptedSessions.message(interrupted, 3, "seen too"));

        // Then
        assertThat(second).hasSize(1);
        assertThat(third).hasSize(1);
        assertThat(again)
                .extracting(Chunk::position)
                .containsExactly(third.getFirst().position());
        List<JsonObject> events = sessions.events(interrupted);
        assertThat(events).extracting(event -> event.getLong("seq")).containsExactly(1L, 2L, 3L, end - 1, end);
        JsonObject gap = events.get(3).getJsonObject("data");
        assertThat(gap.getLong("from")).isEqualTo(4);
        assertThat(gap.getLong("to")).isEqualTo(end - 2);
        assertThat(events.getLast().getString("type")).isEqualTo("session.ended");
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
        Interrupted interrupted = sessions.interrupt(installation.id());
        sessions.store(interrupted, InterruptedSessions.beyondParserLimits(interrupted));

        // When
        recovery.run();

        // Then
        assertThat(sessions.state(interrupted)).isEqualTo("completed");
        assertThat(sessions.task(interrupted).getString("result")).isEqualTo(InterruptedSessions.RESULT);
    }

    @Test
    void shouldIgnoreAnEndThatCannotBeParsed() {
        // Given
        Interrupted interrupted = sessions.interrupt(installation.id());
        sessions.store(
                interrupted,
                Frames.slice(
                        1,
                        ByteSlice.of("id: 1\nevent: session.ended\ndata: {\"data\":{\"state\":\"to come\"}}\n\n"
                                .getBytes(StandardCharsets.UTF_8))));

        // When
        recovery.run();

        // Then
        assertThat(sessions.state(interrupted)).isEqualTo("lost");
    }

    @Test
    void shouldLeaveTheSessionsOfOtherInstallationsAlone() {
        // Given
        Interrupted interrupted = sessions.interrupt(UUID.randomUUID());

        // When
        recovery.run();

        // Then
        assertThat(sessions.state(interrupted)).isEqualTo("running");
    }
}
