package dev.yardmaster.session.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.json.JsonSlice;
import dev.yardmaster.process.Line;
import dev.yardmaster.provider.AgentEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionLogTest {
    private static final SessionEnd END = SessionEnd.of(SessionState.STOPPED, "Stopped by hand.");

    private final AtomicInteger notified = new AtomicInteger();
    private final MemorySpool spool = new MemorySpool();
    private final SessionLog log = log(LogLimits.share(1));
    private final List<Thread> threads = new ArrayList<>();

    @AfterEach
    void endThreads() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join(10_000);
        }
    }

    @Test
    void shouldShowAppendedEventsAfterThePublish() {
        // Given
        log.append(Line.of("line"), List.of(message("a"), message("b")));
        Optional<LogSlice> before = log.after(0);

        // When
        log.publish();

        // Then
        assertThat(before).isEmpty();
        assertThat(frames(log, 0)).hasSize(2);
        assertThat(log.lastSeq()).isEqualTo(2);
        assertThat(notified).hasValue(1);
    }

    @Test
    void shouldNotNotifyTheWriterWithoutNewEvents() {
        // Given
        log.append(Line.of("line"), List.of(message("a")));
        log.publish();

        // When
        log.publish();

        // Then
        assertThat(notified).hasValue(1);
    }

    @Test
    void shouldPublishEventsWithoutALineImmediately() {
        // When
        log.append(List.of(message("a")));

        // Then
        assertThat(frames(log, 0)).singleElement().asString().startsWith("id: 1\nevent: user.message\n");
    }

    @Test
    void shouldKeepLinesWithoutEventsForTheNextEvent() {
        // Given
        log.append(Line.of("one"), List.of());
        log.append(Line.of(""), List.of());
        log.append(Line.of("two"), List.of(message("a"), message("b")));
        log.append(List.of(message("c")));
        log.append(Line.of("three"), List.of());
        log.append(List.of(message("d")));
        log.append(Line.of("four"), List.of());

        // When
        log.end(END);
        log.publishEnd();

        // Then
        assertThat(raw(log)).containsExactly("one\n\ntwo", "", "", "three", "four");
    }

    @Test
    void shouldAddAnEventForTooManyLinesWithoutOne() {
        // Given
        String line = "x".repeat(400_000);
        IntStream.range(0, 3).forEach(_ -> log.append(Line.of(line), List.of()));

        // When
        log.publish();

        // Then
        assertThat(frames(log, 0))
                .singleElement()
                .asString()
                .contains("\"type\":\"provider.raw\",\"data\":{\"line\":{\"lines\":3}}");
        assertThat(raw(log)).containsExactly(line + "\n" + line + "\n" + line);
    }

    @Test
    void shouldHideTheEndUntilItIsStored() {
        // Given
        log.append(List.of(message("a")));
        Chunk last = log.end(END);
        boolean ended = log.ended();
        List<String> before = readAll(log, 0);
        log.stored(1);

        // When
        log.publishEnd();

        // Then
        assertThat(ended).isFalse();
        assertThat(before).hasSize(1);
        assertThat(SliceFixture.frames(last.slice()))
                .isEqualTo(frames(log, 1))
                .singleElement()
                .asString()
                .startsWith("id: 2\nevent: session.ended\n");
        assertThat(log.ended()).isTrue();
        assertThat(log.unstored()).isEmpty();
    }

    @Test
    void shouldIgnoreEventsAfterTheEnd() {
        // Given
        log.append(List.of(message("a")));
        log.end(END);

        // When
        log.append(List.of(message("late")));
        log.append(Line.of("late"), List.of(message("late")));
        log.publish();
        List<String> before = readAll(log, 0);
        log.publishEnd();

        // Then
        assertThat(before).hasSize(1);
        assertThat(readAll(log, 0)).hasSize(2);
    }

    @Test
    void shouldKeepAllEventsInTheSpoolBeforeReadersSeeThem() {
        // Given
        var missing = new AtomicInteger();
        SessionLog[] watched = new SessionLog[1];
        SessionSpool checking = new SessionSpool() {
            @Override
            public void write(LogSlice events, long storedSeq) {
                missing.addAndGet((int) (watched[0].lastSeq() - spool.lastSeq()));
                spool.write(events, storedSeq);
            }

            @Override
            public void remove() {
                spool.remove();
            }
        };
        watched[0] = new SessionLog(UUID.randomUUID(), UUID.randomUUID(), () -> LogLimits.share(1), checking, _ -> {});

        // When
        fill(watched[0], 3 * Segment.FULL);
        watched[0].append(List.of(message("a")));
        watched[0].end(END);

        // Then
        assertThat(missing).hasValue(0);
        assertThat(spool.lastSeq()).isEqualTo(watched[0].lastSeq() + 1);
        assertThat(spool.written().stream().flatMap(it -> SliceFixture.frames(it).stream()))
                .startsWith(readAll(watched[0], 0).toArray(String[]::new))
                .last()
                .asString()
                .contains("session.ended");
        assertThat(spool.written().stream().flatMap(it -> SliceFixture.raw(it).stream()))
                .hasSize((int) spool.lastSeq());
        assertThat(spool.isRemoved()).isFalse();
    }

    @Test
    void shouldRemoveTheSpoolWhenTheEndIsStored() {
        // Given
        log.end(END);

        // When
        log.publishEnd();

        // Then
        assertThat(spool.isRemoved()).isTrue();
    }

    @Test
    void shouldBeDueForTheStoreWhenASegmentIsFull() {
        // Given
        log.append(List.of(message("a")));
        boolean before = log.storeIsDue();

        // When
        fill(log, 2 * Segment.FULL);

        // Then
        assertThat(before).isFalse();
        assertThat(log.storeIsDue()).isTrue();
    }

    @Test
    void shouldKeepAllUnstoredEventsInMemory() {
        // Given
        SessionLog small = log(new LogLimits(1, Long.MAX_VALUE));

        // When
        fill(small, 20 * Segment.FULL);

        // Then
        assertThat(readAll(small, 0)).hasSize((int) small.lastSeq());
    }

    @Test
    void shouldEvictStoredEventsDownToTheRingSize() {
        // Given
        SessionLog small = log(new LogLimits(4 * Segment.FULL, Long.MAX_VALUE));
        fill(small, 20 * Segment.FULL);
        long before = small.footprint();

        // When
        store(small);

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
        fill(log, 8 * Segment.FULL);
        List<String> all = readAll(log, 0);

        // When
        List<String> stored = store(log);

        // Then
        assertThat(stored).isEqualTo(all);
        assertThat(log.unstored()).isEmpty();
    }

    @Test
    void shouldPauseTheChildUntilTheStoreHasCaughtUp() {
        // Given
        SessionLog small = log(new LogLimits(Segment.FULL, 2 * Segment.FULL));
        Thread child = start(() -> fill(small, 12 * Segment.FULL));
        await().until(() -> child.getState() == Thread.State.WAITING);
        long reached = small.footprint();

        // When
        await().until(() -> {
            store(small);
            return !child.isAlive();
        });
        store(small);

        // Then
        assertThat(reached).isLessThan(8 * Segment.FULL);
        assertThat(small.storedSeq()).isEqualTo(small.lastSeq());
        assertThat(small.lastSeq()).isGreaterThan(100);
    }

    @Test
    void shouldNotifyTheWriterWhileTheChildWaits() {
        // Given
        SessionLog small = log(new LogLimits(Segment.FULL, Segment.FULL));
        Thread child = start(() -> {
            // No publish follows the last full segment, so that only the wait itself can notify the writer.
            for (int i = 0; i < 40; i++) {
                small.append(Line.of("l"), List.of(message("m".repeat(20_000))));
            }
        });

        // When
        await().until(() -> child.getState() == Thread.State.WAITING);

        // Then
        assertThat(notified).hasPositiveValue();
        await().until(() -> {
            store(small);
            return !child.isAlive();
        });
    }

    @Test
    void shouldPauseTheChildWithinALine() {
        // Given
        List<AgentEvent> blocks =
                IntStream.range(0, 200_000).mapToObj(_ -> message("b")).toList();
        Thread child = start(() -> {
            log.append(Line.of("one line"), blocks);
            log.publish();
        });
        await().until(() -> child.getState() == Thread.State.WAITING);
        long reached = log.lastSeq();

        // When
        await().until(() -> {
            store(log);
            return !child.isAlive();
        });

        // Then
        assertThat(reached).isLessThan(LogLimits.MAX_UNSTORED_EVENTS);
        assertThat(log.lastSeq()).isEqualTo(200_000);
    }

    @Test
    void shouldNeverBeAheadOfTheStoreByMoreThanTheBound() {
        // Given
        SessionLog unlimited = log(new LogLimits(0, Long.MAX_VALUE));
        List<AgentEvent> many =
                IntStream.range(0, 100_000).mapToObj(_ -> message("b")).toList();
        Thread appending = start(() -> unlimited.append(many));
        await().until(() -> appending.getState() == Thread.State.WAITING);
        long reached = unlimited.lastSeq();

        // When
        await().until(() -> {
            store(unlimited);
            return !appending.isAlive();
        });

        // Then
        assertThat(reached).isEqualTo(LogLimits.MAX_UNSTORED_EVENTS);
        assertThat(unlimited.lastSeq()).isEqualTo(100_000);
    }

    @Test
    void shouldReleaseAWaitingChildWhenTheLogEnds() {
        // Given
        SessionLog small = log(new LogLimits(Segment.FULL, 2 * Segment.FULL));
        Thread child = start(() -> fill(small, 12 * Segment.FULL));
        await().until(() -> child.getState() == Thread.State.WAITING);

        // When
        small.end(END);

        // Then
        await().until(() -> !child.isAlive());
    }

    @Test
    void shouldWaitUntilAllEventsAreStored() {
        // Given
        log.append(List.of(message("a")));
        Thread waiting = start(log::awaitStored);
        await().until(() -> waiting.getState() == Thread.State.WAITING);

        // When
        store(log);

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

    @Test
    void shouldReturnAGiantEventWhole() {
        // Given
        String giant = "g".repeat(4 * Segment.FULL);
        log.append(Line.of("before"), List.of(message("a")));

        // When
        log.append(Line.of(giant), List.of(new AgentEvent.ToolResult("c", JsonSlice.ofString(giant), false)));
        log.append(Line.of("after"), List.of(message("b")));
        log.publish();

        // Then
        assertThat(readAll(log, 0)).hasSize(3).element(1).asString().contains(giant);
        assertThat(log.after(1).orElseThrow().lastSeq()).isEqualTo(2);
    }

    private SessionLog log(LogLimits limits) {
        return new SessionLog(
                UUID.randomUUID(), UUID.randomUUID(), () -> limits, spool, _ -> notified.incrementAndGet());
    }

    private Thread start(Runnable work) {
        Thread thread = Thread.ofPlatform().daemon().start(work);
        threads.add(thread);
        return thread;
    }

    private static void fill(SessionLog log, int bytes) {
        for (int done = 0; done < bytes; done += 10_000) {
            log.append(Line.of("l"), List.of(message("m".repeat(10_000))));
        }
        log.publish();
    }

    /** Stores the log as the writer does, and returns the frames in the order in which they were stored. */
    private static List<String> store(SessionLog log) {
        List<String> stored = new ArrayList<>();
        for (Optional<LogSlice> next = log.unstored(); next.isPresent(); next = log.unstored()) {
            stored.addAll(SliceFixture.frames(next.get()));
            log.stored(next.get().lastSeq());
        }
        return stored;
    }

    private static List<String> readAll(SessionLog log, long after) {
        List<String> frames = new ArrayList<>();
        long cursor = after;
        for (Optional<LogSlice> next = log.after(cursor); next.isPresent(); next = log.after(cursor)) {
            frames.addAll(SliceFixture.frames(next.get()));
            cursor = next.get().lastSeq();
        }
        return frames;
    }

    private static List<String> frames(SessionLog log, long after) {
        return SliceFixture.frames(log.after(after).orElseThrow());
    }

    private static List<String> raw(SessionLog log) {
        return SliceFixture.raw(log.after(0).orElseThrow());
    }

    private static AgentEvent message(String text) {
        return new AgentEvent.UserMessage(text);
    }
}
