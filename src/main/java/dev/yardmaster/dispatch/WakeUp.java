package dev.yardmaster.dispatch;

import dev.yardmaster.database.Notifications;
import dev.yardmaster.executable.ExecutablesChanged;
import dev.yardmaster.replica.LeaseAcquired;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Wakes the dispatcher when a change may allow tasks to start. The database notifies of all changes that are stored; CDI events announce the
 * others. Thread-safe.
 */
@Singleton
class WakeUp {
    private static final String CHANNEL = "yardmaster_dispatch";

    private final Semaphore signals = new Semaphore(0);
    private final Notifications notifications;

    WakeUp(Notifications notifications) {
        this.notifications = notifications;
    }

    void start(@Observes StartupEvent event) {
        notifications.listen(CHANNEL, this::now);
    }

    void executablesChanged(@Observes ExecutablesChanged event) {
        now();
    }

    void leaseAcquired(@Observes LeaseAcquired event) {
        now();
    }

    /** Wakes the dispatcher. */
    void now() {
        signals.release();
    }

    /** Waits for a signal, up to the given time; returns at once if that is negative. Several signals count as one. */
    void await(Duration time) {
        try {
            if (signals.tryAcquire(time.toNanos(), TimeUnit.NANOSECONDS)) {
                signals.drainPermits();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
