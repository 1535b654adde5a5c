package dev.yardmaster.dispatch;

import dev.yardmaster.database.Notifications;
import dev.yardmaster.executable.ExecutablesChanged;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes the dispatcher when something has changed which may concern it: the database says so of all but what services keep in memory. */
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

    void changed(@Observes ExecutablesChanged event) {
        now();
    }

    /** Wakes the dispatcher. */
    void now() {
        signals.release();
    }

    /** Waits until it is woken, or for a time, which is over at once when it is negative. All signals up to then count as one. */
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
