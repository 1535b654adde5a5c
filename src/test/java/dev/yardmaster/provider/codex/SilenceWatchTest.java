package dev.yardmaster.provider.codex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.process.Line;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SilenceWatchTest {
    private static final String SILENCE = "{\"method\":\"yardmaster/silence\"}";
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final List<String> lines = new ArrayList<>();
    private final ManualScheduler scheduler = new ManualScheduler();
    private final SilenceWatch watch =
            new SilenceWatch(line -> lines.add(line.text()), LIMIT, scheduler::now, scheduler::schedule);

    @Test
    @Timeout(10)
    void shouldStartWhileALineWaitsForTheStartingThread() throws Exception {
        // Given
        var started = new CountDownLatch(1);
        var arrived = new CountDownLatch(1);
        var early = new SilenceWatch(
                _ -> {
                    arrived.countDown();
                    awaitUninterruptibly(started);
                },
                LIMIT);
        Thread reader = Thread.startVirtualThread(() -> early.onLine(Line.of("first")));
        arrived.await();

        // When
        early.start();

        // Then
        started.countDown();
        assertThat(reader.join(Duration.ofSeconds(5))).isTrue();
        early.close();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldReportASilenceByTheClockOfTheSystem() {
        // Given
        List<String> reported = new CopyOnWriteArrayList<>();
        var real = new SilenceWatch(line -> reported.add(line.text()), Duration.ofMillis(1));

        // When
        real.start();

        // Then
        await().until(() -> reported.contains(SILENCE));
        real.close();
    }

    @Test
    void shouldReportASilenceOnce() {
        // Given
        watch.start();
        print("hello");

        // When
        scheduler.advance(LIMIT.multipliedBy(5));

        // Then
        assertThat(lines).containsExactly("hello", SILENCE);
    }

    @Test
    void shouldReportTheNextSilenceToo() {
        // Given
        watch.start();
        scheduler.advance(LIMIT);

        // When
        print("hello");
        scheduler.advance(LIMIT);

        // Then
        assertThat(lines).containsExactly(SILENCE, "hello", SILENCE);
    }

    @Test
    void shouldMeasureFromTheLastLine() {
        // Given
        watch.start();
        scheduler.advance(LIMIT.minusSeconds(1));
        print("hello");

        // When
        scheduler.advance(LIMIT.minusNanos(1));
        List<String> before = List.copyOf(lines);
        scheduler.advance(Duration.ofNanos(1));

        // Then
        assertThat(before).containsExactly("hello");
        assertThat(lines).containsExactly("hello", SILENCE);
    }

    @Test
    void shouldReportNothingAfterClose() {
        // Given
        watch.start();

        // When
        watch.close();
        scheduler.advance(LIMIT.multipliedBy(2));

        // Then
        assertThat(lines).isEmpty();
    }

    private void print(String text) {
        watch.onLine(Line.of(text));
        watch.onBatch();
    }

    /** Runs scheduled tasks on the test's thread when the time is advanced. */
    private static final class ManualScheduler {
        private record Scheduled(long at, Runnable task) {}

        private final List<Scheduled> tasks = new ArrayList<>();
        private long now;

        long now() {
            return now;
        }

        void schedule(long delayNanos, Runnable task) {
            tasks.add(new Scheduled(now + delayNanos, task));
        }

        void advance(Duration duration) {
            long end = now + duration.toNanos();
            while (!tasks.isEmpty() && tasks.getFirst().at() <= end) {
                Scheduled next = tasks.removeFirst();
                now = next.at();
                next.task().run();
            }
            now = end;
        }
    }
}
