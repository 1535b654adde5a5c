package dev.yardmaster.sse;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultEventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WaitersTest {
    private final CountingLoop loop = new CountingLoop();
    private final CountingLoop other = new CountingLoop();
    private final Waiters waiters = new Waiters();

    @AfterEach
    void endLoops() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        other.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    @Test
    void shouldRunAllWaitersOfALoopInOneTaskForAnyNumberOfWakeUps() throws Exception {
        // Given
        var runs = new AtomicInteger();
        for (int i = 0; i < 50; i++) {
            Runnable waiter = runs::incrementAndGet;
            loop.submit(() -> waiters.add(loop, waiter)).sync();
        }
        CountDownLatch busy = loop.block();
        int tasks = loop.tasks.get();

        // When
        for (int i = 0; i < 1000; i++) {
            waiters.wake();
        }
        busy.countDown();
        loop.submit(() -> {}).sync();

        // Then
        assertThat(loop.tasks.get() - tasks).isEqualTo(2); // One of them is the test's own.
        assertThat(runs).hasValue(50);
    }

    @Test
    void shouldWakeEachLoopOnItsOwnThread() throws Exception {
        // Given
        List<Boolean> onLoop = new ArrayList<>();
        loop.submit(() -> waiters.add(loop, () -> onLoop.add(loop.inEventLoop())))
                .sync();
        other.submit(() -> waiters.add(other, () -> onLoop.add(other.inEventLoop())))
                .sync();

        // When
        waiters.wake();
        loop.submit(() -> {}).sync();
        other.submit(() -> {}).sync();

        // Then
        assertThat(onLoop).containsExactly(true, true);
    }

    @Test
    void shouldNotWakeALoopWithoutWaiters() throws Exception {
        // Given
        Runnable waiter = () -> {};
        loop.submit(() -> waiters.add(loop, waiter)).sync();
        loop.submit(() -> waiters.remove(loop, waiter)).sync();
        int tasks = loop.tasks.get();

        // When
        waiters.wake();

        // Then
        assertThat(loop.tasks).hasValue(tasks);
    }

    @Test
    void shouldAllowAWaiterToRemoveItselfWhileItRuns() throws Exception {
        // Given
        var runs = new AtomicInteger();
        Runnable[] removing = new Runnable[1];
        removing[0] = () -> waiters.remove(loop, removing[0]);
        loop.submit(() -> waiters.add(loop, removing[0])).sync();
        loop.submit(() -> waiters.add(loop, runs::incrementAndGet)).sync();

        // When
        waiters.wake();
        loop.submit(() -> {}).sync();

        // Then
        assertThat(runs).hasValue(1);
    }

    @Test
    void shouldRunTheOtherWaitersWhenOneFails() throws Exception {
        // Given
        var runs = new AtomicInteger();
        loop.submit(() -> waiters.add(loop, () -> {
                    throw new IllegalStateException("A bug.");
                }))
                .sync();
        loop.submit(() -> waiters.add(loop, () -> {
                    throw new StackOverflowError();
                }))
                .sync();
        loop.submit(() -> waiters.add(loop, runs::incrementAndGet)).sync();

        // When
        waiters.wake();
        loop.submit(() -> {}).sync();

        // Then
        assertThat(runs).hasValue(1);
    }

    @Test
    void shouldWakeTheOtherLoopsWhenOneHasEnded() throws Exception {
        // Given
        var runs = new AtomicInteger();
        loop.submit(() -> waiters.add(loop, () -> {})).sync();
        other.submit(() -> waiters.add(other, runs::incrementAndGet)).sync();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();

        // When
        waiters.wake();
        other.submit(() -> {}).sync();

        // Then
        assertThat(runs).hasValue(1);
    }

    /** An event loop that counts its tasks. */
    private static final class CountingLoop extends DefaultEventLoop {
        final AtomicInteger tasks = new AtomicInteger();

        @Override
        public void execute(Runnable task) {
            tasks.incrementAndGet();
            super.execute(task);
        }

        CountDownLatch block() throws InterruptedException {
            var blocking = new CountDownLatch(1);
            var release = new CountDownLatch(1);
            execute(() -> {
                blocking.countDown();
                try {
                    release.await();
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
            });
            blocking.await();
            return release;
        }
    }
}
