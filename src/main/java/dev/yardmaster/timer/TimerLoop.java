package dev.yardmaster.timer;

import dev.yardmaster.database.Notifications;
import dev.yardmaster.loop.Loop;
import dev.yardmaster.replica.Lease;
import dev.yardmaster.replica.LeaseAcquired;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Runs all {@link TimedWork} while this service holds the lease: when the next work is due, and when the database notifies of work that may
 * be due earlier.
 */
@Singleton
class TimerLoop {
    private static final Logger LOG = Logger.getLogger(TimerLoop.class);
    private static final String CHANNEL = "yardmaster_timer";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);
    /** Work whose next time is always now can't keep the service busy. */
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(20);
    /** The clock that measures waits stands still while a computer sleeps. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final Instance<TimedWork> work;
    private final Lease lease;
    private final Notifications notifications;
    private final Semaphore signals = new Semaphore(0);
    private final Loop loop = new Loop("timer", Duration.ZERO, LONGEST_WAIT.plus(TIMEOUT.multipliedBy(4)), this::turn);

    TimerLoop(Instance<TimedWork> work, Lease lease, Notifications notifications) {
        this.work = work;
        this.lease = lease;
        this.notifications = notifications;
    }

    void start(@Observes StartupEvent event) {
        notifications.listen(CHANNEL, signals::release);
        loop.start();
    }

    void leaseAcquired(@Observes LeaseAcquired event) {
        signals.release();
    }

    void stop(@Observes @Priority(100) ShutdownEvent event) throws InterruptedException {
        loop.stop(STOP_TIMEOUT, signals::release);
    }

    private void turn() {
        Duration next = LONGEST_WAIT;
        if (lease.isHeld()) {
            for (TimedWork each : work) {
                Duration due = run(each);
                next = due.compareTo(next) < 0 ? due : next;
            }
        }
        await(next);
    }

    /** Work that fails does not keep the other work from being done. */
    private static Duration run(TimedWork work) {
        try {
            Optional<Duration> next = work.run().await().atMost(TIMEOUT);
            return next.orElse(LONGEST_WAIT);
        } catch (RuntimeException e) {
            LOG.warnf(e, "state=timed_work_failed; trying again in %s", AFTER_FAILURE);
            return AFTER_FAILURE;
        }
    }

    /** Waits for a signal or for a time. Several signals count as one. */
    private void await(Duration time) {
        try {
            Thread.sleep(SHORTEST_WAIT);
            if (signals.tryAcquire(Math.max(0, time.minus(SHORTEST_WAIT).toNanos()), TimeUnit.NANOSECONDS)) {
                signals.drainPermits();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
