package dev.yardmaster.inbox;

import dev.yardmaster.database.Notifications;
import dev.yardmaster.loop.Loop;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.replica.Lease;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Delivers mail whenever the database notifies of a message that waits or of a session that can take one, and once in each poll interval. Each
 * service gives mail to the sessions that it runs. The one that holds the lease starts sessions for mail.
 */
@Singleton
class MailLoop {
    private static final Logger LOG = Logger.getLogger(MailLoop.class);
    private static final String CHANNEL = "yardmaster_mail";
    /** Notifies of what can let a session start, such as the end of a limit or of a pause. */
    private static final String STARTS_CHANNEL = "yardmaster_dispatch";

    private static final Duration LONGEST_TURN = Duration.ofMinutes(5);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration SHORTEST_POLL = Duration.ofMillis(100);
    private static final Duration LONGEST_POLL = Duration.ofHours(1);

    private final LiveDelivery live;
    private final Waker waker;
    private final Lease lease;
    private final DeliveryRepository repository;
    private final Notifications notifications;
    private final Duration poll;
    private final Semaphore signals = new Semaphore(0);
    private final Loop loop;
    // Only the thread of the loop uses it.
    private long releasedAt = System.nanoTime();

    MailLoop(
            LiveDelivery live,
            Waker waker,
            Lease lease,
            DeliveryRepository repository,
            Notifications notifications,
            InboxConfig config) {
        this.live = live;
        this.waker = waker;
        this.lease = lease;
        this.repository = repository;
        this.notifications = notifications;
        this.poll = checked(config.poll());
        this.loop = new Loop("mail", Duration.ZERO, poll.plus(LONGEST_TURN), this::turn);
    }

    void start(@Observes StartupEvent event) {
        notifications.listen(CHANNEL, signals::release);
        notifications.listen(STARTS_CHANNEL, signals::release);
        loop.start();
    }

    /** Runs before the sessions are stopped. */
    void stop(@Observes @Priority(100) ShutdownEvent event) throws InterruptedException {
        loop.stop(STOP_TIMEOUT, signals::release);
    }

    private void turn() {
        try {
            releaseLost();
            live.run();
            if (lease.isHeld()) {
                waker.run(() -> loop.isStopping() || !lease.isHeld());
            }
        } catch (RuntimeException e) {
            LOG.warnf("state=mail_not_read error=%s; trying again in %s", e, poll);
        }
        await();
    }

    /** Once in a poll interval, because it only mends what should not happen. */
    private void releaseLost() {
        if (System.nanoTime() - releasedAt >= poll.toNanos()) {
            releasedAt = System.nanoTime();
            repository.releaseLost().await().atMost(STOP_TIMEOUT);
        }
    }

    /** Waits for a signal or for the next poll. Several signals count as one. */
    private void await() {
        try {
            if (signals.tryAcquire(poll.toNanos(), TimeUnit.NANOSECONDS)) {
                signals.drainPermits();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static Duration checked(Duration poll) {
        if (poll.compareTo(SHORTEST_POLL) < 0 || poll.compareTo(LONGEST_POLL) > 0) {
            throw new YardmasterException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "The setting yardmaster.inbox.poll is " + poll + ", but it must be " + SHORTEST_POLL + " to "
                            + LONGEST_POLL + ".");
        }
        return poll;
    }
}
