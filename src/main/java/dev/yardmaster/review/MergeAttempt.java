package dev.yardmaster.review;

import dev.yardmaster.merge.BaseBranch;
import dev.yardmaster.merge.BaseBranch.Step;
import dev.yardmaster.merge.Combination;
import dev.yardmaster.merge.Merging;
import dev.yardmaster.merge.Work;
import dev.yardmaster.review.WorkTest.Verdict;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/** One attempt to merge one piece of work. Blocks. For one thread. */
final class MergeAttempt {
    private static final Logger LOG = Logger.getLogger(MergeAttempt.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    /** How often the base branch may move during one attempt. */
    private static final int MOST_MOVES = 20;

    private final QueuedReview review;
    private final Work work;
    private final StateRepository states;
    private final WorkTest test;
    private final ReviewConfig config;
    private final Merging merging;
    private final BaseBranch base;
    private Optional<String> earlier;

    MergeAttempt(
            QueuedReview review,
            Work work,
            StateRepository states,
            WorkTest test,
            ReviewConfig config,
            Duration gitLimit) {
        this.review = review;
        this.work = work;
        this.states = states;
        this.test = test;
        this.config = config;
        this.merging = new Merging(work, gitLimit);
        this.base = new BaseBranch(work.repository(), work.baseBranch(), gitLimit);
        this.earlier = review.commit();
    }

    /**
     * Merges the work, or stores why it is not merged.
     *
     * @param allowed whether this service may still merge into the base branch
     * @param notMerged whether the review has ended otherwise; asked unless the base branch has the work
     */
    void run(BooleanSupplier allowed, BooleanSupplier notMerged) {
        for (int moves = 0; moves < MOST_MOVES; moves++) {
            String tip = base.tip();
            Optional<String> merged = merging.merged(tip);
            if (merged.isPresent()) {
                done(merged.get());
                return;
            }
            if (notMerged.getAsBoolean() || mergeInto(tip, allowed)) {
                return;
            }
            LOG.infof("review=%s task=%s state=base_moved", review.id(), review.task());
        }
        problem("The branch " + work.baseBranch() + " moves faster than the work can be tested.");
    }

    /** Whether the attempt is over; false if the base branch has moved meanwhile. */
    private boolean mergeInto(String tip, BooleanSupplier allowed) {
        return switch (merging.combine(tip)) {
            case Combination.Nothing() -> {
                await(states.unchanged(review.id()));
                yield true;
            }
            case Combination.Conflicting conflict ->
                back(
                        ReviewRules.conflict(work.baseBranch(), conflict),
                        ReviewRules.conflictNote(work.baseBranch(), conflict));
            case Combination.Clean(String tree) -> mergeInto(tip, merging.squash(tip, tree, earlier), allowed);
        };
    }

    private boolean mergeInto(String tip, String commit, BooleanSupplier allowed) {
        earlier = Optional.of(commit);
        Optional<String> obstacle = base.obstacle(earlier);
        if (obstacle.isPresent()) {
            return problem(obstacle.get());
        }
        // Stored first: after a crash the same commit is used, and its evidence counts.
        return !await(states.merging(review.id(), earlier))
                || switch (test.of(tip, commit)) {
                    case Verdict.Unwanted() -> true;
                    case Verdict.RedBase() -> problem(ReviewRules.redBase(work.baseBranch(), tip));
                    case Verdict.Red(var command, var result, var limit) ->
                        back(
                                ReviewRules.red(result, limit),
                                ReviewRules.redNote(work.baseBranch(), command, result, limit));
                    case Verdict.Green() -> step(tip, commit, allowed);
                };
    }

    private boolean step(String tip, String commit, BooleanSupplier allowed) {
        // A person may have withdrawn it during the test.
        if (!allowed.getAsBoolean() || !await(states.merging(review.id(), earlier))) {
            return true;
        }
        return switch (base.step(tip, commit)) {
            case Step.Done() -> done(commit);
            case Step.Moved() -> false;
            case Step.Waiting(String reason) -> problem(reason);
        };
    }

    private boolean done(String commit) {
        LOG.infof("review=%s task=%s state=merged commit=%s", review.id(), review.task(), commit);
        await(states.merged(review.id(), commit, work.baseBranch()));
        return true;
    }

    private boolean back(String reason, String note) {
        LOG.infof("review=%s task=%s state=rejected reason=\"%s\"", review.id(), review.task(), reason);
        await(states.rejected(review.id(), Rejection.byService(reason, note, review.returns(), config.maxReturns())));
        return true;
    }

    private boolean problem(String problem) {
        LOG.infof("review=%s task=%s state=not_merged reason=\"%s\"", review.id(), review.task(), problem);
        await(states.problem(review.id(), problem, config.retryDelay()));
        return true;
    }

    private static <T> T await(Uni<T> stored) {
        return stored.await().atMost(TIMEOUT);
    }
}
