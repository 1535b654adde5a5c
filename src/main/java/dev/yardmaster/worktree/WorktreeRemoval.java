package dev.yardmaster.worktree;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Removes the directories of tasks that were done, cancelled or deleted long ago. A directory stays, and says why, unless a checkpoint has all
 * of it. A wrong setting stops the start of the service.
 */
@Startup
@Singleton
class WorktreeRemoval {
    private static final Logger LOG = Logger.getLogger(WorktreeRemoval.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration SHORTEST = Duration.ofHours(1);
    private static final UUID FIRST = new UUID(0, 0);

    private final Worktrees worktrees;
    private final WorktreeRepository repository;
    private final Optional<Duration> retention;
    private final InstantSource clock;

    @Inject
    WorktreeRemoval(Worktrees worktrees, WorktreeRepository repository, WorktreeConfig config) {
        this(worktrees, repository, config.retention(), InstantSource.system());
    }

    WorktreeRemoval(Worktrees worktrees, WorktreeRepository repository, Duration retention, InstantSource clock) {
        if (!retention.isZero() && retention.compareTo(SHORTEST) < 0) {
            throw new YardmasterException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "The setting yardmaster.worktree.retention is " + retention + ", but it must be at least "
                            + SHORTEST + ", or 0 to keep worktrees for ever.");
        }
        this.worktrees = worktrees;
        this.repository = repository;
        this.retention = Optional.of(retention).filter(it -> !it.isZero());
        this.clock = clock;
    }

    /** Blocks a worker thread. */
    @Scheduled(every = "1h", delayed = "2m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void run() {
        retention.ifPresent(age -> removeBefore(clock.instant().minus(age)));
    }

    private void removeBefore(Instant before) {
        UUID last = FIRST;
        List<UUID> due;
        do {
            due = repository.due(worktrees.instance(), before, last).await().atMost(TIMEOUT);
            due.forEach(task -> remove(task, before));
            last = due.isEmpty() ? last : due.getLast();
        } while (!due.isEmpty());
        repository.forget(worktrees.instance()).await().atMost(TIMEOUT);
    }

    /** A worktree that can't be removed must not keep the others. */
    private void remove(UUID task, Instant before) {
        try {
            worktrees.locked(task, () -> {
                repository
                        .removing(worktrees.instance(), before, task)
                        .await()
                        .atMost(TIMEOUT)
                        .ifPresent(this::remove);
                return task;
            });
        } catch (RuntimeException e) {
            LOG.warnf(e, "task=%s state=worktree_not_removed", task);
        }
    }

    private void remove(Worktree worktree) {
        Optional<String> obstacle = obstacle(worktree);
        if (obstacle.isPresent()) {
            LOG.warnf("task=%s state=worktree_kept reason=\"%s\"", worktree.task(), obstacle.get());
            repository.kept(worktree.task(), obstacle.get()).await().atMost(TIMEOUT);
        } else if (worktree.base().isEmpty()) {
            // It was never made. A task that is reopened gets a new one.
            repository.delete(worktree.task()).await().atMost(TIMEOUT);
        } else {
            LOG.infof("task=%s state=worktree_removed path=%s", worktree.task(), worktree.path());
            repository.removed(worktree.task()).await().atMost(TIMEOUT);
        }
    }

    private Optional<String> obstacle(Worktree worktree) {
        try {
            worktrees.setup().tearDown(worktree);
            return worktrees.files().remove(worktree.place(), worktree.baseBranch());
        } catch (RuntimeException e) {
            LOG.debugf(e, "task=%s state=worktree_not_removed", worktree.task());
            return Optional.of("The worktree can't be removed. " + Worktrees.why(e));
        }
    }
}
