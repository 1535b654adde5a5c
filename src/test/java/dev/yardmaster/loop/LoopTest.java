package dev.yardmaster.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LoopTest {
    private static final Duration MILLISECOND = Duration.ofMillis(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final AtomicLong nanoTime = new AtomicLong();
    private final AtomicInteger turns = new AtomicInteger();

    @Test
    void shouldGoOnAfterAnError() throws InterruptedException {
        // Given
        var third = new CountDownLatch(1);
        Loop loop = loop(() -> {
            if (turns.incrementAndGet() == 3) {
                third.countDown();
            }
            throw new OutOfMemoryError("unable to create native thread");
        });

        // When
        loop.start();

        // Then
        third.await();
        assertThat(loop.fault()).isEmpty();
        loop.stop(MINUTE);
    }

    @Test
    void shouldReportATurnThatIsStuck() throws InterruptedException {
        // Given
        var begun = new CountDownLatch(1);
        var mayEnd = new CountDownLatch(1);
        Loop loop = loop(() -> {
            begun.countDown();
            await(mayEnd);
        });
        loop.start();
        begun.await();
        boolean before = loop.fault().isPresent();

        // When
        nanoTime.addAndGet(MINUTE.plusSeconds(1).toNanos());

        // Then
        assertThat(before).isFalse();
        assertThat(loop.fault()).hasValueSatisfying(fault -> assertThat(fault).contains("'test'", "61 seconds"));
        mayEnd.countDown();
        loop.stop(MINUTE);
    }

    @Test
    void shouldReportThatItDoesNotRun() {
        // Given
        Loop loop = loop(() -> {});

        // When
        var fault = loop.fault();

        // Then
        assertThat(fault).hasValueSatisfying(it -> assertThat(it).contains("'test' does not run"));
    }

    @Test
    void shouldTakeNoTurnAfterItIsStopped() throws InterruptedException {
        // Given
        var first = new CountDownLatch(1);
        Loop loop = loop(() -> {
            turns.incrementAndGet();
            first.countDown();
        });
        loop.start();
        first.await();

        // When
        loop.stop(MINUTE);

        // Then
        int before = turns.get();
        assertThat(loop.isStopping()).isTrue();
        assertThat(loop.fault()).isEmpty();
        assertThat(turns).hasValue(before);
    }

    private Loop loop(Runnable turn) {
        return new Loop("test", MILLISECOND, MINUTE, turn, nanoTime::get);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
