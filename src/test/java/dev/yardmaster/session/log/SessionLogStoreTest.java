package dev.yardmaster.session.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.process.Line;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.session.end.SessionEnd;
import dev.yardmaster.session.end.SessionState;
import dev.yardmaster.session.frame.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A session's log and the store that is behind it: what stays in memory, and when the child has to wait. */
class SessionLogStoreTest {
    private static final SessionEnd END = SessionEnd.of(SessionState.STOPPED, "Stopped by hand.");

    private final SessionLogFixture logs = new SessionLogFixture();
    private final SessionLog log = logs.log();
    private final List<Thread> threads = new ArrayList<>();

    @AfterEach
    void endThreads() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join(10_000);
        }
    }

    @Test
    void shouldBeDueForTheStoreWhenASegmentIsFull() {
        // Given
        log.append(List.of(SessionLogFixture.message("a")));
        boolean before = log.storeIsDue();

        // When
        SessionLogFixture.fill(log, 2 * Segment.FULL);

        // Then
        assertThat(before).isFalse();
        assertThat(log.storeIsDue()).isTrue();
    }

    @Test
    void shouldKeepAllUnstoredEventsInMemory() {
        // Given
        SessionLog small = logs.log(new LogLimits(1, Long.MAX_VALUE));

        // When
        SessionLogFixture.fill(small, 20 * Segment.FULL);

        // Then
        assertThat(SessionLogFixture.readAll(small, 0)).hasSize((int) small.lastSeq());
    }

    @Test
    void shouldEvictStoredEventsDownToTheRingSize() {
        // Given
        SessionLog small = logs.log(new LogLimits(4 * Segment.FULL, Long.MAX_VALUE));
        SessionLogFixture.fill(small, 20 * Segment.FULL);
        long before = small.footprint();

        // When
        SessionLogFixture.store(small);

        // Then
        assertThat(before).isGreaterThan(20 * Segment.FULL);
        assertThat(small.footprint()).isLessThan(6 * Segment.FULL);
        assertThat(small.after(0)).isEmpty();
        assertThat(small.after(small.lastSeq() - 1)).isPresent();
        assertThat(small.storedSeq()).isEqualTo(small.lastSeq());
    }

    @Test
    void shouldReturnEachUnstoredEventOnceAndInOrder() {
        // Given
        SessionLogFixture.fill(log, 8 * Segment.FULL);
        List<String> all = SessionLogFixture.readAll(log, 0);

        // When
        List<String> stored = SessionLogFixture.store(log);

        // Then
        assertThat(stored).isEqualTo(all);
        assertThat(log.unstored()).isEmpty();
    }

    @Test
    void shouldPauseTheChildUntilTheStoreHasCaughtUp() {
        // Given
        SessionLog small = logs.log(new LogLimits(Segment.FULL, 2 * Segment.FULL));
        Thread child = start(() -> SessionLogFixture.fill(small, 12 * Segment.FULL));
        await().until(() -> child.getState() == Thread.State.WAITING);
        long reached = small.footprint();

        // When
        await().until(() -> {
            SessionLogFixture.store(small);
            return !child.isAlive();
        });
        SessionLogFixture.store(small);

        // Then
        assertThat(reached).isLessThan(8 * Segment.FULL);
        assertThat(small.storedSeq()).isEqualTo(small.lastSeq());
        assertThat(small.lastSeq()).isGreaterThan(100);
    }

    @Test
    void shouldNotifyTheWriterWhileTheChildWaits() {
        // Given
        SessionLog small = logs.log(new LogLimits(Segment.FULL, Segment.FULL));
        Thread child = start(() -> {
            // No publish follows the last full segment, so that only the wait itself can notify the writer.
            for (int i = 0; i < 40; i++) {
                small.append(Line.of("l"), List.of(SessionLogFixture.message("m".repeat(20_000))));
            }
        });

        // When
        await().until(() -> child.getState() == Thread.State.WAITING);

        // Then
        assertThat(logs.notified()).isPositive();
        await().until(() -> {
            SessionLogFixture.store(small);
            return !child.isAlive();
        });
    }

    @Test
    void shouldPauseTheChildWithinALine() {
        // Given
        List<AgentEvent> blocks = IntStream.range(0, 200_000)
                .mapToObj(_ -> SessionLogFixture.message("b"))
                .toList();
        Thread child = start(() -> {
            log.append(Line.of("one line"), blocks);
            log.publish();
        });
        await().until(() -> child.getState() == Thread.State.WAITING);
        long reached = log.lastSeq();

        // When
        await().until(() -> {
            SessionLogFixture.store(log);
            return !child.isAlive();
        });

        // Then
        assertThat(reached).isLessThan(LogLimits.MAX_UNSTORED_EVENTS);
        assertThat(log.lastSeq()).isEqualTo(200_000);
    }

    @Test
    void shouldNeverBeAheadOfTheStoreByMoreThanTheBound() {
        // Given
        SessionLog unlimited = logs.log(new LogLimits(0, Long.MAX_VALUE));
        List<AgentEvent> many = IntStream.range(0, 100_000)
                .mapToObj(_ -> SessionLogFixture.message("b"))
                .toList();
        Thread appending = start(() -> unlimited.append(many));
        await().until(() -> appending.getState() == Thread.State.WAITING);
        long reached = unlimited.lastSeq();

        // When
        await().until(() -> {
            SessionLogFixture.store(unlimited);
            return !appending.isAlive();
        });

        // Then
        assertThat(reached).isEqualTo(LogLimits.MAX_UNSTORED_EVENTS);
        assertThat(unlimited.lastSeq()).isEqualTo(100_000);
    }

    @Test
    void shouldReleaseAWaitingChildWhenTheLogEnds() {
        // Given
        SessionLog small = logs.log(new LogLimits(Segment.FULL, 2 * Segment.FULL));
        Thread child = start(() -> SessionLogFixture.fill(small, 12 * Segment.FULL));
        await().until(() -> child.getState() == Thread.State.WAITING);

        // When
        small.end(END);

        // Then
        await().until(() -> !child.isAlive());
    }

    @Test
    void shouldWaitUntilAllEventsAreStored() {
        // Given
        log.append(List.of(SessionLogFixture.message("a")));
        Thread waiting = start(log::awaitStored);
        await().until(() -> waiting.getState() == Thread.State.WAITING);

        // When
        SessionLogFixture.store(log);

        // Then
        await().until(() -> !waiting.isAlive());
    }

    @Test
    void shouldBeQueuedOnceUntilTheWriterTakesIt() {
        // Given
        boolean first = log.markQueued();
        boolean second = log.markQueued();

        // When
        log.unmarkQueued();

        // Then
        assertThat(List.of(first, second, log.markQueued())).containsExactly(true, false, true);
    }

    private Thread start(Runnable work) {
        Thread thread = Thread.ofPlatform().daemon().start(work);
        threads.add(thread);
        return thread;
    }
}
