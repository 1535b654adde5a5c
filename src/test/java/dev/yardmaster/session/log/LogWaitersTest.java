package dev.yardmaster.session.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultEventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogWaitersTest {
    private final CountingLoop loop = new CountingLoop();
    private final CountingLoop other = new CountingLoop();
    private final LogWaiters waiters = new LogWaiters();

    @AfterEach
    void endLoops() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        other.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    @Test
    void shouldRunAllWaitersOfALoopInOneHopHoweverOftenItIsWoken() throws Exception {
        // Given
        var runs = new AtomicInteger();
        for (int i = 0; i < 50; i++) {
            Runnable waiter = runs::incrementAndGet;
            loop.submit(() -> waiters.add(loop, waiter)).sync();
        }
        CountDownLatch busy = loop.block();
        int hops = loop.hops.get();

        // When
        for (int i = 0; i < 1000; i++) {
            waiters.wake();
        }
        busy.countDown();
        loop.submit(() -> {}).sync();

        // Then
        assertThat(loop.hops.get() - hops).isEqualTo(2); // One of them is this test's own.
        assertThat(runs).hasValue(50);
    }

    @Test
    void shouldWakeEachLoopAndOnItsOwnThread() throws Exception {
        // Given
        List<Boolean> atHome = new ArrayList<>();
        loop.submit(() -> waiters.add(loop, () -> atHome.add(loop.inEventLoop())))
                .sync();
        other.submit(() -> waiters.add(other, () -> atHome.add(other.inEventLoop())))
                .sync();

        // When
        waiters.wake();
        loop.submit(() -> {}).sync();
        other.submit(() -> {}).sync();

        // Then
        assertThat(atHome).containsExactly(true, true);
    }

    @Test
    void shouldNotWakeALoopThatNobodyWaitsOnAnyMore() throws Exception {
        // Given
        Runnable waiter = () -> {};
        loop.submit(() -> waiters.add(loop, waiter)).sync();
        loop.submit(() -> waiters.remove(loop, waiter)).sync();
        int hops = loop.hops.get();

        // When
        waiters.wake();

        // Then
        assertThat(loop.hops).hasValue(hops);
    }

    @Test
    void shouldLetAWaiterLeaveWhileItRuns() throws Exception {
        // Given
        var stayed = new AtomicInteger();
        Runnable[] leaver = new Runnable[1];
        leaver[0] = () -> waiters.remove(loop, leaver[0]);
        loop.submit(() -> waiters.add(loop, leaver[0])).sync();
        loop.submit(() -> waiters.add(loop, stayed::incrementAndGet)).sync();

        // When
        waiters.wake();
        loop.submit(() -> {}).sync();

        // Then
        assertThat(stayed).hasValue(1);
    }

    /** An event loop that counts what it is given to do. */
    private static final class CountingLoop extends DefaultEventLoop {
        final AtomicInteger hops = new AtomicInteger();

        @Override
        public void execute(Runnable task) {
            hops.incrementAndGet();
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
