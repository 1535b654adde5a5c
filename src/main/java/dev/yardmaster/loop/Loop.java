package dev.yardmaster.loop;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * A daemon thread that repeats a turn for as long as the service runs. A turn that fails, even with an {@link Error}, does not end the
 * thread. The loop has a thread of its own, so that work that occupies all worker threads does not delay it. For any thread.
 */
public final class Loop {
    private static final Logger LOG = Logger.getLogger(Loop.class);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final Duration interval;
    private final Duration longestTurn;
    private final Runnable turn;
    private final LongSupplier nanoTime;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread;
    private volatile long turnEndedAt;

    /**
     * @param interval the pause between two turns; zero for turns that wait by themselves
     * @param longestTurn the time, with the pause, after which a turn counts as stuck
     */
    public Loop(String name, Duration interval, Duration longestTurn, Runnable turn) {
        this(name, interval, longestTurn, turn, System::nanoTime);
    }

    /** @param nanoTime a monotonic clock, in nanoseconds */
    Loop(String name, Duration interval, Duration longestTurn, Runnable turn, LongSupplier nanoTime) {
        this.interval = interval;
        this.longestTurn = longestTurn;
        this.turn = turn;
        this.nanoTime = nanoTime;
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    public void start() {
        turnEndedAt = nanoTime.getAsLong();
        thread.start();
    }

    /** Starts no further turn, and waits for the end of the current one, up to the timeout. */
    public void stop(Duration timeout) throws InterruptedException {
        stop(timeout, () -> {});
    }

    /**
     * As {@link #stop(Duration)}.
     *
     * @param wake ends the wait of the current turn
     */
    public void stop(Duration timeout, Runnable wake) throws InterruptedException {
        stopping.countDown();
        wake.run();
        thread.join(timeout);
    }

    /** Whether {@link #stop} was called. */
    public boolean isStopping() {
        return stopping.getCount() == 0;
    }

    /** Why the loop does not do its work, as a sentence; empty if it does. */
    public Optional<String> fault() {
        if (isStopping()) {
            return Optional.empty();
        }
        if (!thread.isAlive()) {
            return Optional.of("The thread '" + thread.getName() + "' does not run. Restart the service.");
        }
        Duration busy = Duration.ofNanos(nanoTime.getAsLong() - turnEndedAt);
        return busy.compareTo(longestTurn) > 0
                ? Optional.of("The thread '" + thread.getName() + "' has been stuck for " + busy.toSeconds()
                        + " seconds. Restart the service if this does not pass.")
                : Optional.empty();
    }

    private void run() {
        while (!isStopping()) {
            Duration pause = interval;
            try {
                turn.run();
            } catch (Throwable e) {
                LOG.errorf(e, "thread=%s state=turn_failed; another turn follows", thread.getName());
                pause = interval.isZero() ? AFTER_FAILURE : interval;
            }
            turnEndedAt = nanoTime.getAsLong();
            pause(pause);
        }
    }

    /** Waits; ends early when the loop stops. */
    private void pause(Duration time) {
        try {
            stopping.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
