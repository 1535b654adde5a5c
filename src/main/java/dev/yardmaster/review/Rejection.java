package dev.yardmaster.review;

import java.util.EnumSet;
import java.util.Set;

/**
 * Work that is sent back.
 *
 * @param by who rejects it
 * @param reason why
 * @param note what the next agent reads
 * @param taskReason why the task is open again, or has failed
 * @param givenUp whether the task fails, because the work was sent back too often
 * @param counts whether it counts as one of the times
 * @param from the states of the review that allow it
 */
record Rejection(
        String by,
        String reason,
        String note,
        String taskReason,
        boolean givenUp,
        boolean counts,
        Set<ReviewState> from) {
    /** Who rejects conflicting work and work whose test fails. */
    static final String SERVICE = "the service";

    /** By the service, during the merge. */
    static Rejection byService(String reason, String note, int returns, int maxReturns) {
        boolean givenUp = ReviewRules.isGivenUp(returns, maxReturns);
        return new Rejection(
                SERVICE,
                reason,
                note,
                givenUp ? ReviewRules.story(maxReturns, reason) : reason,
                givenUp,
                true,
                EnumSet.of(ReviewState.MERGING));
    }

    /** By a steward. */
    static Rejection bySteward(String name, String comment, int returns, int maxReturns) {
        boolean givenUp = ReviewRules.isGivenUp(returns, maxReturns);
        String reason = "The steward " + name + " has sent the work back: " + comment;
        return new Rejection(
                name,
                comment,
                ReviewRules.rejectionNote("The steward " + name, comment),
                givenUp ? ReviewRules.story(maxReturns, reason) : reason,
                givenUp,
                true,
                EnumSet.of(ReviewState.WAITING));
    }

    /** By a person, who may do so as often as they like. */
    static Rejection byPerson(String name, String comment) {
        return new Rejection(
                name,
                comment,
                ReviewRules.rejectionNote(name, comment),
                name + " has sent the work back: " + comment,
                false,
                false,
                EnumSet.of(ReviewState.NEW, ReviewState.WAITING, ReviewState.APPROVED));
    }
}
