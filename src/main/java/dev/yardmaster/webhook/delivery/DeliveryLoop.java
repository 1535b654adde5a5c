package dev.yardmaster.webhook.delivery;

import dev.yardmaster.database.Notifications;
import dev.yardmaster.loop.Loop;
import dev.yardmaster.replica.Lease;
import dev.yardmaster.replica.LeaseAcquired;
import dev.yardmaster.webhook.WebhookConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Delivers the notifications in the outbox while this service holds the lease. A thread claims them, and a few others make the attempts, because
 * these block. An attempt whose result is lost, for example with the service, is made again.
 */
@Singleton
class DeliveryLoop {
    private static final Logger LOG = Logger.getLogger(DeliveryLoop.class);
    private static final String CHANNEL = "yardmaster_webhooks";
    private static final Duration DATABASE_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration LONGEST_TURN = Duration.ofMinutes(1);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);
    private static final int CONCURRENCY = 16;
    private static final int TURNS_BETWEEN_CLEANUPS = 500;

    private final DeliveryStore store;
    private final Deliverer deliverer;
    private final Lease lease;
    private final Notifications notifications;
    private final WebhookConfig config;
    private final DueEvents dueEvents;
    private final Semaphore signals = new Semaphore(0);
    private final AtomicInteger running = new AtomicInteger();
    private final ExecutorService threads = Executors.newFixedThreadPool(
            CONCURRENCY, Thread.ofPlatform().name("webhook-", 0).daemon().factory());
    private final Loop loop = new Loop("webhooks", Duration.ZERO, LONGEST_TURN, this::turn);
    // Only the thread of the loop uses these.
    private int turns;
    private long announcedAt = System.nanoTime();

    DeliveryLoop(
            DeliveryStore store,
            Deliverer deliverer,
            Lease lease,
            Notifications notifications,
            WebhookConfig config,
            DueEvents dueEvents) {
        this.store = store;
        this.deliverer = deliverer;
        this.lease = lease;
        this.notifications = notifications;
        this.config = config;
        this.dueEvents = dueEvents;
    }

    void start(@Observes StartupEvent event) {
        notifications.listen(CHANNEL, signals::release);
        loop.start();
    }

    void leaseAcquired(@Observes LeaseAcquired event) {
        signals.release();
    }

    /** Attempts that are going on are made again by the next service, unless they end in time. */
    void stop(@Observes @Priority(100) ShutdownEvent event) throws InterruptedException {
        loop.stop(STOP_TIMEOUT, signals::release);
        threads.shutdown();
        if (!threads.awaitTermination(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
            threads.shutdownNow();
        }
    }

    private void turn() {
        try {
            if (lease.isHeld()) {
                deliver();
            }
        } catch (RuntimeException e) {
            LOG.warnf("state=deliveries_not_read error=%s; trying again in %s", e, config.poll());
        }
        await();
    }

    private void deliver() {
        cleanUp();
        announceDueEvents();
        claim().forEach(this::begin);
    }

    private List<ClaimedDelivery> claim() {
        Duration claim = config.timeout().multipliedBy(2).plus(LONGEST_TURN);
        return store.claim(CONCURRENCY - running.get(), claim).await().atMost(DATABASE_TIMEOUT);
    }

    private void begin(ClaimedDelivery delivery) {
        running.incrementAndGet();
        threads.execute(() -> {
            try {
                deliverer.deliver(delivery).ifPresent(this::wakeAfter);
            } catch (RuntimeException e) {
                LOG.warnf("delivery=%s state=result_not_stored error=%s; it is sent again", delivery, e);
            } finally {
                running.decrementAndGet();
                signals.release();
            }
        });
    }

    private void wakeAfter(Duration delay) {
        CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS, Runnable::run)
                .execute(signals::release);
    }

    /** Once in a poll interval, because it can read the usage of a day. */
    private void announceDueEvents() {
        if (System.nanoTime() - announcedAt >= config.poll().toNanos()) {
            dueEvents.announce().await().atMost(DATABASE_TIMEOUT);
            announcedAt = System.nanoTime();
        }
    }

    private void cleanUp() {
        if (turns++ % TURNS_BETWEEN_CLEANUPS == 0) {
            store.removeOld(config.history()).await().atMost(DATABASE_TIMEOUT);
        }
    }

    /** Waits for a signal or for the next poll. Several signals count as one. */
    private void await() {
        try {
            if (signals.tryAcquire(config.poll().toNanos(), TimeUnit.NANOSECONDS)) {
                signals.drainPermits();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
