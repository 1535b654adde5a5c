package dev.yardmaster.worktree;

import dev.yardmaster.git.GitFailure;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.process.CommandRunner.Output;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Makes directories of worktrees, makes them usable again, and makes their checkpoints. Knows no database. All methods block. Thread-safe. */
final class WorktreeFiles {
    private final Stripes repositories = new Stripes();
    private final Duration limit;
    private final Path scratch;

    /**
     * @param limit the longest time of one git command
     * @param scratch a directory for temporary files
     */
    WorktreeFiles(Duration limit, Path scratch) {
        this.limit = limit;
        this.scratch = scratch;
    }

    Path scratch() {
        return scratch;
    }

    Checkout checkout(Place place) {
        return new Checkout(place, limit);
    }

    /**
     * Makes a worktree in which nobody has worked. Leftovers of an attempt that was interrupted are replaced.
     *
     * @return the commit at its base; empty if the repository has no commit, so that there can't be a worktree
     */
    Optional<String> create(Place place, String baseBranch) {
        Checkout checkout = checkout(place);
        return locked(
                place,
                () -> checkout.base(baseBranch).map(base -> {
                    discard(checkout);
                    checkout.add(base);
                    String start = checkout.git().run("rev-parse", "HEAD");
                    new Checkpoints(checkout, place.task()).start(start);
                    return start;
                }));
    }

    /**
     * Makes the directory of a worktree usable in which somebody has worked: restores it from its last checkpoint if it is gone. Returns whether
     * it was there.
     */
    boolean require(Place place, Optional<String> base) {
        Checkout checkout = checkout(place);
        return locked(place, () -> {
            if (!checkout.exists()) {
                restore(checkout, base);
                return false;
            }
            if (!checkout.isUsable()) {
                checkout.repair();
            }
            if (!checkout.isUsable()) {
                throw checkout.damaged();
            }
            last(checkout).or(() -> base).ifPresent(checkout::requireBranch);
            return true;
        });
    }

    /**
     * Makes a checkpoint of a worktree; empty if its directory is gone.
     *
     * @throws YardmasterException if there can't be one, such as when the directory is no longer a worktree of the project's repository
     */
    Optional<Checkpoints.Result> checkpoint(Place place, Optional<UUID> session, String reason) {
        Checkout checkout = checkout(place);
        if (!checkout.exists()) {
            return Optional.empty();
        }
        if (!checkout.isUsable()) {
            throw checkout.damaged();
        }
        return Optional.of(new Checkpoints(checkout, place.task()).make(reason, session, scratch, false));
    }

    /**
     * Removes the directory of a worktree, if a complete checkpoint has all of it. The branch goes too if another branch has its commits.
     *
     * @return why the directory stays; empty if it is removed
     */
    Optional<String> remove(Place place, String baseBranch) {
        Checkout checkout = checkout(place);
        return locked(place, () -> {
            Optional<String> obstacle = checkout.exists() ? obstacle(checkout) : Optional.empty();
            if (obstacle.isPresent()) {
                return obstacle;
            }
            if (!checkout.delete()) {
                return Optional.of("Some files of " + place.path() + " could not be deleted. See the service log.");
            }
            checkout.deleteMergedBranch(baseBranch);
            return Optional.empty();
        });
    }

    /** Makes the last checkpoint of a worktree; returns what it lacks. */
    private Optional<String> obstacle(Checkout checkout) {
        Place place = checkout.place();
        if (!checkout.isUsable()) {
            return Optional.of(checkout.damaged().detail());
        }
        return checkout.embeddedRepository()
                .map(found -> "The worktree has a git repository of its own in " + found
                        + ", which no checkpoint keeps. Move it away or delete it.")
                .or(() -> new Checkpoints(checkout, place.task())
                        .make("The worktree is removed.", Optional.empty(), scratch, true)
                        .problem());
    }

    /**
     * Makes the files of a worktree those of a checkpoint, after a checkpoint of what they are. The branch stays where it is.
     *
     * @throws YardmasterException {@code conflict} if what they are can't be kept, {@code not_found} if there is no such checkpoint
     */
    void restore(Place place, int number) {
        Checkout checkout = checkout(place);
        locked(place, () -> {
            var checkpoints = new Checkpoints(checkout, place.task());
            Checkpoint wanted = checkpoints.get(number);
            checkpoints
                    .make("Checkpoint " + number + " is restored.", Optional.empty(), scratch, false)
                    .problem()
                    .ifPresent(problem -> {
                        throw new YardmasterException(
                                ErrorCode.CONFLICT, "What the worktree has now can't be kept. " + problem);
                    });
            checkout.restoreFiles(wanted.commit(), scratch);
            return true;
        });
    }

    /** The checkpoints of a worktree, the oldest first. */
    List<Checkpoint> checkpoints(Place place) {
        return new Checkpoints(checkout(place), place.task()).list();
    }

    /** The changes of a worktree since its base, as git shows them; a checkpoint has them if the directory is removed. */
    String difference(Place place, String base) {
        Checkout checkout = checkout(place);
        String state = checkout.isUsable()
                ? Snapshot.of(checkout, scratch).tree()
                : new Checkpoints(checkout, place.task())
                        .last()
                        .map(Checkpoint::commit)
                        .orElse(base);
        Output difference = checkout.repository()
                .output("diff", "--no-ext-diff", "--no-textconv", "--no-color", "--find-renames", base, state);
        if (!difference.ok()) {
            throw GitFailure.of(place.repository(), "diff", difference.exit().stderr());
        }
        return difference.stdout();
    }

    private void restore(Checkout checkout, Optional<String> base) {
        Optional<Checkpoint> last = new Checkpoints(checkout, checkout.place().task()).last();
        String start = last.flatMap(Checkpoint::head)
                .or(() -> base)
                .or(() -> last.map(Checkpoint::commit))
                .orElse("HEAD");
        checkout.add(start);
        last.ifPresent(it -> checkout.restoreFiles(it.commit(), scratch));
    }

    private static Optional<String> last(Checkout checkout) {
        return new Checkpoints(checkout, checkout.place().task()).last().flatMap(Checkpoint::head);
    }

    private static void discard(Checkout checkout) {
        if (!checkout.exists()) {
            return;
        }
        try {
            checkout.remove();
        } catch (YardmasterException _) {
            checkout.moveAside();
        }
    }

    private <T> T locked(Place place, Supplier<T> work) {
        return repositories.locked(place.repository(), work);
    }
}
