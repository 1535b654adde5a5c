package dev.yardmaster.review;

import dev.yardmaster.access.Caller;
import dev.yardmaster.access.RecordedThing;
import dev.yardmaster.page.Page;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The HTTP routes of reviews. */
@Tag(name = "reviews")
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/reviews")
class ReviewResource implements RecordedThing {
    private final Reviews reviews;

    ReviewResource(Reviews reviews) {
        this.reviews = reviews;
    }

    @Override
    public String collection() {
        return "reviews";
    }

    @Override
    public Uni<?> shown(String key) {
        return get(UUID.fromString(key));
    }

    /**
     * An approval.
     *
     * @param comment for others who look at the review
     */
    record Approval(Optional<@Size(max = 10_000, message = "must have at most 10,000 characters") String> comment) {}

    /**
     * A rejection.
     *
     * @param comment what is wrong; the next agent reads it
     */
    record Refusal(
            @NotNull(message = "is missing: say what is wrong, the agent reads it")
            @Size(min = 1, max = 10_000, message = "must have 1 to 10,000 characters")
            String comment) {}

    @GET
    @Operation(operationId = "listReviews", summary = "Lists the reviews of finished work, the newest first.")
    public Uni<Page<Review, UUID>> list(
            @Parameter(description = "The id or name of the project.") @QueryParam("project") Optional<String> project,
            @Parameter(description = "The id of the task.") @QueryParam("task") Optional<UUID> task,
            @Parameter(
                            description =
                                    "new, waiting (for an approval), approved, merging, merged, unchanged, rejected or withdrawn.")
                    @QueryParam("state")
                    Optional<String> state,
            @QueryParam("after") Optional<UUID> after,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1000) int limit) {
        return reviews.page(after, project, task, state.map(ReviewState::of), limit)
                .map(items -> Page.of(items, limit, Review::id));
    }

    @GET
    @Path("/{id}")
    @Operation(
            operationId = "getReview",
            summary = "Shows a review: what the work changes, its last test, and what it waits for.")
    public Uni<Review> get(@PathParam("id") UUID id) {
        return reviews.get(id);
    }

    @GET
    @Path("/{id}/diff")
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(
            operationId = "getReviewDiff",
            summary = "Shows what the work changes, as git diff does.",
            description =
                    "For merged work, this is what the merge has changed. After a million characters it ends with a line about the rest.")
    public Uni<String> diff(@PathParam("id") UUID id) {
        return reviews.difference(id);
    }

    @GET
    @Path("/{id}/output")
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(
            operationId = "getReviewOutput",
            summary = "Shows the output of the last test.",
            description = "The middle of a long output is left out.")
    public Uni<String> output(@PathParam("id") UUID id) {
        return reviews.output(id);
    }

    /** The body is optional. */
    @POST
    @Path("/{id}/approve")
    @Operation(
            operationId = "approveReview",
            summary = "Approves work that waits for it.",
            description = "The service then merges it, if it fits to the base branch and its test succeeds.")
    public Uni<Review> approve(
            @PathParam("id") UUID id, @Valid @Nullable Approval body, @Context RoutingContext request) {
        return reviews.approve(
                id, Caller.nameOf(request), Optional.ofNullable(body).flatMap(Approval::comment));
    }

    @POST
    @Path("/{id}/reject")
    @Operation(
            operationId = "rejectReview",
            summary = "Sends work back.",
            description = "The task is open again, with the same worktree, and the next agent reads the comment.")
    public Uni<Review> reject(
            @PathParam("id") UUID id,
            @NotNull(message = "is missing: send {\"comment\": …}") @Valid Refusal body,
            @Context RoutingContext request) {
        return reviews.reject(id, Caller.nameOf(request), body.comment());
    }

    @POST
    @Path("/{id}/retry")
    @Operation(
            operationId = "retryReview",
            summary = "Tries again to merge work.",
            description =
                    "At once, if the review has a problem. Rejected work is merged and tested once more as it is, while its task is"
                            + " open or failed.")
    public Uni<Review> retry(@PathParam("id") UUID id, @Context RoutingContext request) {
        return reviews.retry(id, Caller.nameOf(request));
    }
}
