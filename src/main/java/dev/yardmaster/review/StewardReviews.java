package dev.yardmaster.review;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What stewards see and decide, each about the work that it judges in its own task. For any thread. */
@Singleton
public class StewardReviews {
    private static final int MOST = 50;

    private final ReviewRepository repository;
    private final QueueRepository queue;
    private final StateRepository states;
    private final Reviews reviews;
    private final ReviewConfig config;

    StewardReviews(
            ReviewRepository repository,
            QueueRepository queue,
            StateRepository states,
            Reviews reviews,
            ReviewConfig config) {
        this.repository = repository;
        this.queue = queue;
        this.states = states;
        this.reviews = reviews;
        this.config = config;
    }

    /** Up to 50 reviews that have not ended, of one project or of all. */
    public Uni<List<Review>> active(Optional<UUID> project) {
        return repository.active(project, MOST);
    }

    /** The review that is judged in a task. Fails with {@code review_not_found}. */
    public Uni<Review> of(Optional<UUID> task) {
        return task.map(repository::judgedIn)
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()))
                .map(found -> found.orElseThrow(() -> new YardmasterException(
                        ErrorCode.REVIEW_NOT_FOUND,
                        "Your session judges no work: the service gives this tool to stewards with the focus merge, in a task for each review."
                                + " Go on with your task without it.")))
                .chain(repository::get);
    }

    /** What the work changes. */
    public Uni<String> difference(Review review) {
        return reviews.difference(review.id());
    }

    /** Approves the work; the service tests and merges it. Fails with {@code conflict}. */
    public Uni<Review> approve(Review review, String steward, Optional<String> comment) {
        return reviews.approve(review.id(), steward, comment);
    }

    /** Sends the work back. Fails with {@code conflict}. */
    public Uni<Review> reject(Review review, String steward, String comment) {
        return queue.find(review.id())
                .chain(found -> states.rejected(
                        review.id(),
                        Rejection.bySteward(
                                steward,
                                comment,
                                found.map(QueuedReview::returns).orElse(0),
                                config.maxReturns())))
                .chain(rejected -> repository.get(review.id()).invoke(now -> {
                    if (!rejected) {
                        throw new YardmasterException(
                                ErrorCode.CONFLICT,
                                "The review is " + now.state().value()
                                        + ", so there is nothing left to decide. End your turn.");
                    }
                }));
    }
}
