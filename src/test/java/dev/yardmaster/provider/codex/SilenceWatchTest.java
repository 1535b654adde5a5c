package dev.yardmaster.provider.codex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.process.Line;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SilenceWatchTest {
    private static final String SILENCE = "{\"method\":\"yardmaster/silence\"}";

    private static final Duration LIMIT = Duration.ofMillis(50);

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final SilenceWatch watch = new SilenceWatch(line -> lines.add(line.text()), LIMIT);

    @BeforeEach
    void start() {
        watch.start();
    }

    @AfterEach
    void close() {
        watch.close();
    }

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
    void shouldReportASilenceOnce() {
        // Given
        print("hello");

        // When
        await().until(() -> lines.contains(SILENCE));

        // Then
        await().during(Duration.ofMillis(200)).until(() -> lines.equals(List.of("hello", SILENCE)));
    }

    @Test
    void shouldReportTheNextSilenceToo() {
        // Given
        await().until(() -> lines.contains(SILENCE));

        // When
        print("hello");

        // Then
        await().until(() -> lines.equals(List.of(SILENCE, "hello", SILENCE)));
    }

    @Test
    void shouldMeasureFromTheLastLine() {
        // Given
        print("one");
        await().pollDelay(LIMIT.dividedBy(2)).until(() -> true);
        long last = System.nanoTime();

        // When
        print("two");

        // Then
        await().until(() -> lines.lastIndexOf(SILENCE) > lines.indexOf("two"));
        assertThat(Duration.ofNanos(System.nanoTime() - last)).isGreaterThanOrEqualTo(LIMIT);
    }

    @Test
    void shouldReportNothingAfterClose() {
        // When
        watch.close();

        // Then
        await().during(Duration.ofMillis(200)).until(lines::isEmpty);
    }

    private void print(String text) {
        watch.onLine(Line.of(text));
        watch.onBatch();
    }
}
