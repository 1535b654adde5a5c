package dev.yardmaster.session.stream;

import static dev.yardmaster.session.stream.Sources.assertEnds;
import static dev.yardmaster.session.stream.Sources.assertWaits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yardmaster.session.end.SessionEnd;
import dev.yardmaster.session.end.SessionState;
import dev.yardmaster.session.frame.LogSlice;
import dev.yardmaster.session.frame.SliceFixture;
import dev.yardmaster.session.log.Chunk;
import dev.yardmaster.session.log.LogFixture;
import dev.yardmaster.session.log.SessionLog;
import dev.yardmaster.sse.FrameSource.Next;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SessionSourceTest {
    private static final UUID SESSION = UUID.randomUUID();
    private static final SessionEnd END = SessionEnd.of(SessionState.COMPLETED, "Done.");

    private final LogFixture logs = new LogFixture();
    private final SessionLog log = logs.log(SESSION);

    @Test
    void shouldReplayARunningSessionFromMemoryAndThenWait() {
        // Given
        LogFixture.append(log, "a", "b", "c");

        // When
        var read = Sources.read(live(0));

        // Then
        assertWaits(read, "1", "2", "3");
        assertThat(logs.store().reads()).isZero();
    }

    @Test
    void shouldContinueWithTheEventsThatFollow() {
        // Given
        LogFixture.append(log, "a", "b");
        SessionSource source = live(1);
        Sources.read(source);
        LogFixture.append(log, "c");

        // When
        var read = Sources.read(source);

        // Then
        assertWaits(read, "3");
    }

    @Test
    void shouldEndAfterTheLastEventOfARunningSession() {
        // Given
        LogFixture.append(log, "a");
        logs.end(log, END);

        // When
        var read = Sources.read(live(0));

        // Then
        assertEnds(read, "1", "2");
        assertThat(read.frames().getLast()).contains("event: session.ended");
    }

    @Test
    void shouldContinueInTheStoreWhenAnotherServiceHasEndedTheSession() {
        // Given
        LogFixture.append(log, "a", "b");
        logs.storeAll();
        SessionSource source = live(0);
        Sources.read(source);
        log.end(END);
        LogSlice end = SliceFixture.of(9, new String[] {"{}", "{}"}, "", "");
        logs.store()
                .insert(List.of(new Chunk(0, SESSION, UUID.randomUUID(), end)))
                .await()
                .indefinitely();

        // When
        log.endInStore();
        var read = Sources.read(source);

        // Then
        assertEnds(read, "9", "10");
    }

    @Test
    void shouldReadFromTheStoreWhatHasLeftMemoryAndThenFromMemory() {
        // Given
        SessionLog large = logs.log(SESSION, UUID.randomUUID(), LogFixture.NO_RING);
        LogFixture.fill(large, 12);
        logs.storeAll();
        Optional<?> inMemory = large.after(0);
        LogFixture.append(large, "last");
        SessionSource source = new SessionSource(SESSION, Optional.of(large), logs.store(), false, 0);

        // When
        var read = Sources.read(source);

        // Then
        assertThat(inMemory).isEmpty();
        assertThat(logs.store().reads()).isPositive();
        assertWaits(
                read,
                LongStream.rangeClosed(1, large.lastSeq())
                        .mapToObj(Long::toString)
                        .toArray(String[]::new));
    }

    @Test
    void shouldReplayAnEndedSessionFromTheStore() {
        // Given
        LogFixture.append(log, "a", "b");
        logs.end(log, END);

        // When
        var read = Sources.read(stored(0));

        // Then
        assertEnds(read, "1", "2", "3");
    }

    @Test
    void shouldStartInTheMiddleOfAStoredChunk() {
        // Given
        LogFixture.append(log, "a", "b", "c");
        logs.storeAll();

        // When
        var read = Sources.read(stored(2));

        // Then
        assertEnds(read, "3");
    }

    @Test
    void shouldAddTheRawLinesFromMemoryAndFromTheStore() {
        // Given
        LogFixture.append(log, "one", "two");
        logs.storeAll();

        // When
        var live = Sources.read(new SessionSource(SESSION, Optional.of(log), logs.store(), true, 0));
        var stored = Sources.read(new SessionSource(SESSION, Optional.empty(), logs.store(), true, 0));

        // Then
        assertThat(live.frames()).isEqualTo(stored.frames()).hasSize(2);
        assertThat(live.frames().getFirst()).contains("\"raw\":[\"one\"]");
    }

    @Test
    void shouldReportThatTheStoreFails() {
        // Given
        LogFixture.append(log, "a");
        logs.storeAll();
        logs.store().fail(1);
        Next next = stored(0).next();

        // When
        var thrown =
                assertThatThrownBy(() -> ((Next.Later) next).fetched().await().indefinitely());

        // Then
        thrown.isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldWakeTheWaitersOfTheLog() {
        // When
        List<Boolean> shared =
                List.of(live(0).waiters() == log.waiters(), stored(0).waiters() == log.waiters());

        // Then
        assertThat(shared).containsExactly(true, false);
    }

    private SessionSource live(long after) {
        return new SessionSource(SESSION, Optional.of(log), logs.store(), false, after);
    }

    private SessionSource stored(long after) {
        return new SessionSource(SESSION, Optional.empty(), logs.store(), false, after);
    }
}
