package dev.yardmaster.tools;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.yardmaster.access.CallingSession;
import dev.yardmaster.review.Review;
import dev.yardmaster.review.StewardReviews;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The tools with which a steward judges finished work: that of the review for which its task was added. */
@Singleton
class ReviewTools {
    /** Shorter than the texts that a result may have. */
    private static final int PART = 18_000;

    private final StewardReviews reviews;

    ReviewTools(StewardReviews reviews) {
        this.reviews = reviews;
    }

    /** A review in a list. */
    @JsonInclude(Include.NON_ABSENT)
    @RegisterForReflection
    record Brief(
            UUID id,
            UUID task,
            String title,
            String author,
            String state,
            Optional<String> steward,
            Optional<String> waitsFor) {
        static Brief of(Review review) {
            return new Brief(
                    review.id(),
                    review.task(),
                    review.title(),
                    review.author(),
                    review.state().value(),
                    review.steward(),
                    review.waitsFor());
        }
    }

    @RegisterForReflection
    record Briefs(List<Brief> reviews) {}

    /**
     * A part of the changes.
     *
     * @param next the argument {@code from} for the next part; empty after the last one
     */
    @JsonInclude(Include.NON_ABSENT)
    @RegisterForReflection
    record Changes(UUID review, UUID task, String diff, Optional<Integer> next) {}

    /** What became of a decision. */
    @RegisterForReflection
    record Decision(String noted) {}

    Uni<Briefs> list(CallingSession caller, ToolInput input) {
        return reviews.active(caller.project())
                .map(found -> new Briefs(found.stream().map(Brief::of).toList()));
    }

    Uni<Changes> diff(CallingSession caller, ToolInput input) {
        int from = input.number("from").orElse(0);
        return reviews.of(caller.task())
                .chain(review -> reviews.difference(review).map(text -> changes(review, text, from)));
    }

    private static Changes changes(Review review, String text, int from) {
        int start = Math.min(from, text.length());
        int line = text.lastIndexOf('\n', start + PART) + 1;
        int end = text.length() - start <= PART ? text.length() : line > start ? line : start + PART;
        return new Changes(
                review.id(),
                review.task(),
                text.substring(start, end),
                end == text.length() ? Optional.empty() : Optional.of(end));
    }

    Uni<Decision> merge(CallingSession caller, ToolInput input) {
        return reviews.of(caller.task())
                .chain(review -> reviews.approve(review, caller.agentName(), input.text("comment")))
                .replaceWith(new Decision(
                        "The work is approved. The service tests it together with the newest base branch, and merges it if the test"
                                + " succeeds. End your turn now."));
    }

    Uni<Decision> reject(CallingSession caller, ToolInput input) {
        return reviews.of(caller.task())
                .chain(review -> reviews.reject(review, caller.agentName(), input.needed("comment")))
                .replaceWith(
                        new Decision("The work goes back to an agent, which reads your comment. End your turn now."));
    }
}
