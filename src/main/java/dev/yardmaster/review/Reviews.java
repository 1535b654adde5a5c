package dev.yardmaster.review;

import dev.yardmaster.merge.Difference;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.worktree.WorktreeConfig;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Shows reviews to people, and takes their decisions. For any thread. */
@Singleton
class Reviews {
    private final ReviewRepository repository;
    private final StateRepository states;
    private final Vertx vertx;
    private final Duration gitLimit;

    Reviews(ReviewRepository repository, StateRepository states, Vertx vertx, WorktreeConfig config) {
        this.repository = repository;
        this.states = states;
        this.vertx = vertx;
        this.gitLimit = config.gitTimeout();
    }

    /** The review with an id; fails with {@code review_not_found}. */
    Uni<Review> get(UUID id) {
        return repository.get(id);
    }

    Uni<List<Review>> page(
            Optional<UUID> after,
            Optional<String> project,
            Optional<UUID> task,
            Optional<ReviewState> state,
            int limit) {
        return repository.page(after, project, task, state, limit);
    }

    /** What the work changes, as git shows it. Fails with {@code conflict} if the service has not looked at it yet. */
    Uni<String> difference(UUID id) {
        return get(id).chain(review -> repository
                .repository(review.task())
                .map(found -> found.orElseThrow(() -> noChanges(review)))
                .chain(path -> vertx.executeBlocking(() -> difference(review, path), false)));
    }

    private String difference(Review review, String repositoryPath) {
        var difference = new Difference(Path.of(repositoryPath), gitLimit);
        if (review.state() == ReviewState.MERGED) {
            return difference.ofCommit(review.commit().orElseThrow());
        }
        Inspection changes = review.changes();
        if (changes == null) {
            throw noChanges(review);
        }
        return difference.between(changes.fork(), changes.head());
    }

    private static YardmasterException noChanges(Review review) {
        return new YardmasterException(
                ErrorCode.CONFLICT,
                "The review is " + review.state().value() + ", and the service has seen no changes"
                        + review.problem().map(it -> ". " + it).orElse("."));
    }

    /** The output of the last test. Fails with {@code not_found} if there was none. */
    Uni<String> output(UUID id) {
        return get(id).chain(() -> repository.output(id))
                .map(found -> found.orElseThrow(() -> new YardmasterException(
                        ErrorCode.NOT_FOUND,
                        "No test has run for this review. A project without a testCommand has no tests.")));
    }

    /** Approves work that waits for it; then the service tests and merges it. Fails with {@code conflict}. */
    Uni<Review> approve(UUID id, String by, Optional<String> comment) {
        return decided(
                id, repository.approve(id, by, comment), "Only a review that waits for an approval can be approved.");
    }

    /** Sends work back to an agent, with a comment. Fails with {@code conflict}. */
    Uni<Review> reject(UUID id, String by, String comment) {
        return decided(
                id,
                states.rejected(id, Rejection.byPerson(by, comment)),
                "Only a review that is new, waiting or approved can be rejected. Reopen the task to change merged work.");
    }

    /** Tries again to merge work. Fails with {@code conflict}. */
    Uni<Review> retry(UUID id, String by) {
        return decided(
                id,
                repository.retry(id, by),
                "Only a review that waits because of a problem can be tried again, or the last rejected one of a task that is open or failed.");
    }

    private Uni<Review> decided(UUID id, Uni<Boolean> change, String refusal) {
        return change.chain(changed -> get(id).invoke(review -> {
            if (!changed) {
                throw new YardmasterException(
                        ErrorCode.CONFLICT, "The review is " + review.state().value() + ". " + refusal);
            }
        }));
    }
}
