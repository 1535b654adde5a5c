package dev.yardmaster.worktree;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Shows and restores the worktrees of tasks for people. All methods block, and fail with {@code not_found} if a task has none. */
@Singleton
class WorktreeQueries {
    /** The longest difference, in characters. */
    private static final int MAX_DIFFERENCE = 1_000_000;

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Worktrees worktrees;
    private final WorktreeRepository repository;

    WorktreeQueries(Worktrees worktrees, WorktreeRepository repository) {
        this.worktrees = worktrees;
        this.repository = repository;
    }

    WorktreeDetails details(UUID task) {
        Worktree worktree = get(task);
        return new WorktreeDetails(worktree, worktrees.files().checkpoints(worktree.place()));
    }

    /** What a task has changed since the base of its branch, as git shows it; cut after a million characters, which its last line says. */
    String difference(UUID task) {
        Worktree worktree = get(task);
        String difference = worktree.base()
                .map(base -> worktrees.files().difference(worktree.place(), base))
                .orElse("");
        return difference.length() <= MAX_DIFFERENCE
                ? difference
                : difference.substring(0, difference.lastIndexOf('\n', MAX_DIFFERENCE) + 1)
                        + "# The rest is left out: there are more than 1,000,000 characters. Run git diff in "
                        + worktree.path() + ".\n";
    }

    /**
     * Restores the directory of a worktree if it is gone, and the files of a checkpoint, by default the last one. Fails with {@code conflict}
     * while a session works there.
     */
    WorktreeDetails restore(UUID task, Optional<Integer> checkpoint) {
        worktrees.locked(task, () -> {
            Worktree worktree = get(task);
            requireRestorable(worktree, checkpoint);
            boolean kept = worktrees.files().require(worktree.place(), worktree.base());
            checkpoint.ifPresent(number -> worktrees.files().restore(worktree.place(), number));
            repository
                    .present(worktree.place(), worktrees.instance(), worktree.base(), kept)
                    .await()
                    .atMost(TIMEOUT);
            return task;
        });
        return details(task);
    }

    private void requireRestorable(Worktree worktree, Optional<Integer> checkpoint) {
        if (worktree.state() == WorktreeState.CREATING) {
            throw conflict("No session has worked in the worktree of this task yet, so there is nothing to restore.");
        }
        if (repository.inUse(worktree.task()).await().atMost(TIMEOUT)) {
            throw conflict("A session of the task works in the worktree. Stop it, or wait until it has ended.");
        }
        if (checkpoint.isEmpty() && Files.exists(worktree.place().path())) {
            throw conflict("The worktree is in " + worktree.path() + ". Name a checkpoint to restore its files.");
        }
    }

    private Worktree get(UUID task) {
        return repository
                .find(task)
                .await()
                .atMost(TIMEOUT)
                .orElseThrow(() -> new YardmasterException(
                        ErrorCode.NOT_FOUND,
                        "The task '" + task + "' has no worktree. GET /api/worktrees lists all of them."));
    }

    private static YardmasterException conflict(String detail) {
        return new YardmasterException(ErrorCode.CONFLICT, detail);
    }
}
