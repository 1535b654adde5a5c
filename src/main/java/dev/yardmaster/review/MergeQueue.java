package dev.yardmaster.review;

import dev.yardmaster.database.Notifications;
import dev.yardmaster.id.InstallationId;
import dev.yardmaster.loop.Loop;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.review.QueueRepository.Due;
import dev.yardmaster.worktree.WorktreeConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Works off the queues of finished work whose worktrees this installation has. A thread looks for what is due; others look at new work, and merge
 * in several projects at once, but in each project one after the other: within this service by the set of busy projects, and among services by
 * a lease in the database.
 */
@Singleton
class MergeQueue {
    private static final Logger LOG = Logger.getLogger(MergeQueue.class);
    private static final String CHANNEL = "yardmaster_review";
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration LONGEST_TURN = Duration.ofMinutes(1);
    private static final Duration POLL = Duration.ofSeconds(5);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(8);
    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final int LOOKERS = 4;

    private final QueueRepository repository;
    private final MergeProcess process;
    private final Notifications notifications;
    private final UUID instance;
    private final Duration lease;
    private final int concurrency;
    private final Semaphore signals = new Semaphore(0);
    private final Set<UUID> busy = ConcurrentHashMap.newKeySet();
    private final ExecutorService lookers = threads("review-", LOOKERS);
    private final ExecutorService mergers;
    private final Loop loop = new Loop("reviews", Duration.ZERO, LONGEST_TURN, this::turn);

    MergeQueue(
            QueueRepository repository,
            MergeProcess process,
            Notifications notifications,
            ReviewConfig config,
            WorktreeConfig worktrees,
            @ConfigProperty(name = "yardmaster.home") Path home) {
        this.repository = repository;
        this.process = process;
        this.notifications = notifications;
        this.instance = InstallationId.of(home);
        // A git command does not renew the lease.
        this.lease = LEASE.plus(worktrees.gitTimeout().multipliedBy(2));
        this.concurrency = checked(config);
        this.mergers = threads("merge-", concurrency);
    }

    private static int checked(ReviewConfig config) {
        if (config.concurrency() < 1
                || config.maxReturns() < 0
                || config.testTimeout().compareTo(Duration.ofSeconds(1)) < 0
                || config.retryDelay().compareTo(Duration.ofSeconds(1)) < 0) {
            throw new YardmasterException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "In yardmaster.review, concurrency must be at least 1, max-returns at least 0, and test-timeout and retry-delay"
                            + " at least 1 second.");
        }
        return config.concurrency();
    }

    private static ExecutorService threads(String name, int count) {
        return Executors.newFixedThreadPool(
                count, Thread.ofPlatform().name(name, 0).daemon().factory());
    }

    void start(@Observes StartupEvent event) {
        notifications.listen(CHANNEL, signals::release);
        loop.start();
    }

    /** A merge that is interrupted goes on after the next start. */
    void stop(@Observes @Priority(100) ShutdownEvent event) throws InterruptedException {
        loop.stop(STOP_TIMEOUT, signals::release);
        lookers.shutdownNow();
        mergers.shutdownNow();
        if (!mergers.awaitTermination(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.info("state=merge_not_ended; it goes on after the next start");
        }
    }

    private void turn() {
        try {
            for (Due due : repository.due(instance).await().atMost(TIMEOUT)) {
                if (due.state() == ReviewState.NEW) {
                    begin(lookers, due.id(), () -> look(due.id()));
                } else {
                    begin(mergers, due.project(), () -> merge(due.project()));
                }
            }
        } catch (RuntimeException e) {
            LOG.warnf("state=reviews_not_read error=%s; trying again in %s", e, POLL);
        }
        await();
    }

    /** Starts work on a thing, unless there is such work already. The work says whether it has moved anything. */
    private void begin(ExecutorService threads, UUID thing, BooleanSupplier work) {
        if (!loop.isStopping() && busy.add(thing)) {
            threads.execute(() -> {
                boolean moved = false;
                try {
                    moved = work.getAsBoolean();
                } catch (RuntimeException e) {
                    LOG.warnf("thing=%s state=review_not_moved error=%s; trying again in %s", thing, e, POLL);
                } finally {
                    busy.remove(thing);
                    if (moved) {
                        signals.release();
                    }
                }
            });
        }
    }

    private boolean look(UUID id) {
        Optional<QueuedReview> found =
                repository.find(id).await().atMost(TIMEOUT).filter(it -> it.state() == ReviewState.NEW);
        found.ifPresent(review -> {
            try {
                process.inspect(review);
            } catch (RuntimeException e) {
                process.failed(id, e);
            }
        });
        return found.isPresent();
    }

    /** Merges the next work of a project. Then other projects have their turn. */
    private boolean merge(UUID project) {
        if (!holds(project)) {
            return false;
        }
        try {
            Optional<QueuedReview> next =
                    repository.next(project, instance).await().atMost(TIMEOUT);
            next.ifPresent(this::mergeOne);
            return next.isPresent();
        } finally {
            repository.releaseLease(project, instance).await().atMost(TIMEOUT);
        }
    }

    private void mergeOne(QueuedReview review) {
        try {
            process.merge(review, () -> holds(review.project()));
        } catch (RuntimeException e) {
            process.failed(review.id(), e);
        }
    }

    private boolean holds(UUID project) {
        return repository.takeLease(project, instance, lease).await().atMost(TIMEOUT);
    }

    private void await() {
        try {
            if (signals.tryAcquire(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                signals.drainPermits();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
