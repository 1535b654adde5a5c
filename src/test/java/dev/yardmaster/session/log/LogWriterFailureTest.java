package dev.yardmaster.session.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the writer of the logs does while the database or its own code fails. */
@Timeout(60)
class LogWriterFailureTest {
    private static final UUID SESSION = UUID.randomUUID();

    private final ManualParking parking = new ManualParking();
    private final LogFixture logs = new LogFixture(parking);
    private final MemoryChunkStore store = logs.store();
    private final LogWriter writer = logs.writer();
    private final SessionLog log = logs.log(SESSION);

    @Test
    void shouldRetryEverySecondUntilTheDatabaseAnswers() {
        // Given
        LogFixture.append(log, "a");
        store.fail(3);

        // When
        writer.storeNext();

        // Then
        assertThat(parking.nanoTime())
                .isEqualTo(LogWriter.PAUSE.plus(LogWriter.RETRY.multipliedBy(3)).toNanos());
        assertThat(store.ranges()).containsExactly("1-1");
        assertThat(log.storedSeq()).isEqualTo(1);
    }

    @Test
    void shouldStoreEventsOnceIfTheAnswerOfTheDatabaseIsLost() {
        // Given
        LogFixture.fill(log, 1);
        store.loseNextAnswer();
        parking.during(() -> LogFixture.append(log, "more"));

        // When
        logs.storeAll();

        // Then
        assertThat(store.all().stream()
                        .flatMap(chunk -> LongStream.rangeClosed(
                                        chunk.slice().firstSeq(), chunk.slice().lastSeq())
                                .boxed()))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, log.lastSeq()).boxed().toList());
    }

    @Test
    void shouldKeepEventsInTheLogWhileTheDatabaseFails() {
        // Given
        SessionLog unringed = logs.log(SESSION, UUID.randomUUID(), LogFixture.NO_RING);
        LogFixture.fill(unringed, 1);
        store.fail(1);
        parking.during(() -> LogFixture.fill(unringed, 10));

        // When
        writer.storeNext();
        boolean inMemory = unringed.after(
                        store.batches().getFirst().getFirst().slice().lastSeq())
                .isPresent();
        logs.storeAll();

        // Then
        assertThat(store.failed()).isEqualTo(1);
        assertThat(inMemory).isTrue();
        store.assertContiguous(unringed);
    }

    @Test
    void shouldStoreTheOtherLogsWhileOneCannotBeStored() {
        // Given
        store.reject(SESSION);
        LogFixture.append(log, "a");
        List<SessionLog> others =
                Stream.generate(() -> logs.log(UUID.randomUUID())).limit(5).toList();
        others.forEach(it -> LogFixture.append(it, "b"));

        // When
        while (others.stream().anyMatch(it -> it.storedSeq() == 0)) {
            writer.storeNext();
        }

        // Then
        assertThat(Duration.ofNanos(parking.nanoTime())).isLessThan(LogWriter.RETRY.multipliedBy(6));
        assertThat(log.storedSeq()).isZero();
    }

    @Test
    void shouldStoreALogThatCouldNotBeStoredBefore() {
        // Given
        store.reject(SESSION);
        LogFixture.fill(log, 1);
        parking.during(store::accept);

        // When
        writer.storeNext();

        // Then
        assertThat(log.storedSeq()).isPositive();
    }

    @Test
    void shouldReportForHowLongItHasStoredNothing() {
        // Given
        List<Duration> delays = new ArrayList<>();
        LogWriter[] watched = new LogWriter[1];
        var failing = new LogFixture(new Parking() {
            private long now;

            @Override
            public long nanoTime() {
                return now;
            }

            @Override
            public void park() {}

            @Override
            public void park(long nanos) {
                now += nanos;
                delays.add(watched[0].delay());
            }
        });
        watched[0] = failing.writer();
        LogFixture.append(failing.log(SESSION), "a");
        failing.store().fail(2);

        // When
        failing.writer().storeNext();

        // Then
        assertThat(delays).first().isEqualTo(LogWriter.PAUSE);
        assertThat(delays).last().isEqualTo(LogWriter.PAUSE.plus(LogWriter.RETRY.multipliedBy(2)));
        assertThat(failing.writer().delay()).isZero();
    }

    @Test
    void shouldForceTheSpoolWhileTheDatabaseFails() {
        // Given
        LogFixture.append(log, "a");
        writer.storeNext();
        int whileItWorked = logs.forced();
        LogFixture.append(log, "b");
        store.fail(2);

        // When
        writer.storeNext();

        // Then
        assertThat(whileItWorked).isZero();
        assertThat(logs.forced())
                .isEqualTo((int) LogWriter.RETRY.multipliedBy(2).dividedBy(LogWriter.PAUSE));
    }

    @Test
    void shouldContinueAfterAnError() throws Exception {
        // Given
        var threaded = new LogFixture(new Parking() {
            private int failures = 3;

            @Override
            public long nanoTime() {
                if (failures-- > 0) {
                    throw new StackOverflowError();
                }
                return System.nanoTime();
            }

            @Override
            public void park() {
                Parking.THREAD.park();
            }

            @Override
            public void park(long nanos) {
                Parking.THREAD.park(Math.min(nanos, 1_000_000));
            }
        });
        SessionLog busy = threaded.log(SESSION);
        threaded.writer().start(new StartupEvent());

        // When
        LogFixture.append(busy, "a");

        // Then
        await().until(() -> busy.storedSeq() == 1);
        assertThat(threaded.writer().isAlive()).isTrue();
        threaded.writer().stop(new ShutdownEvent());
    }

    @Test
    void shouldStopAlthoughTheDatabaseFails() throws Exception {
        // Given
        var threaded = new LogFixture(Parking.THREAD);
        SessionLog lost = threaded.log(SESSION);
        threaded.store().fail(Integer.MAX_VALUE);
        threaded.writer().start(new StartupEvent());
        LogFixture.append(lost, "a");
        await().until(() -> threaded.store().failed() > 0);

        // When
        threaded.writer().stop(new ShutdownEvent());

        // Then
        assertThat(threaded.writer().hasWork()).isFalse();
        assertThat(lost.storedSeq()).isZero();
        assertThat(lost.unstored()).isPresent();
    }
}
