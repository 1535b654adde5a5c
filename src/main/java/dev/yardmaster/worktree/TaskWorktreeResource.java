package dev.yardmaster.worktree;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The worktree of one task over HTTP. */
@Tag(name = "worktrees")
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/tasks/{id}")
class TaskWorktreeResource {
    private final WorktreeQueries queries;
    private final Vertx vertx;

    TaskWorktreeResource(WorktreeQueries queries, Vertx vertx) {
        this.queries = queries;
        this.vertx = vertx;
    }

    /**
     * What to restore.
     *
     * @param checkpoint the number of a checkpoint; by default the last one
     */
    record Restoration(
            Optional<
                            @Min(value = 0, message = "must be at least 0")
                            @Max(value = 1_000_000_000, message = "is too large") Integer>
                    checkpoint) {}

    @GET
    @Path("/worktree")
    @Operation(operationId = "getTaskWorktree", summary = "Shows the worktree of a task with its checkpoints.")
    public Uni<WorktreeDetails> get(@PathParam("id") UUID id) {
        return vertx.executeBlocking(() -> queries.details(id), false);
    }

    @GET
    @Path("/diff")
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(
            operationId = "getTaskDiff",
            summary = "Shows what a task has changed since the base of its branch, as git diff does.",
            description = "Includes what is not committed. Ends after a million characters, and says so.")
    public Uni<String> diff(@PathParam("id") UUID id) {
        return vertx.executeBlocking(() -> queries.difference(id), false);
    }

    /** The body is optional. */
    @POST
    @Path("/restore")
    @Operation(
            operationId = "restoreTaskWorktree",
            summary = "Restores the worktree of a task if it is removed, or the files of a checkpoint.",
            description = "Makes a checkpoint of the present files first. The branch stays where it is. Refused while a"
                    + " session works there.")
    public Uni<WorktreeDetails> restore(@PathParam("id") UUID id, @Valid @Nullable Restoration body) {
        Optional<Integer> checkpoint = Optional.ofNullable(body).flatMap(Restoration::checkpoint);
        return vertx.executeBlocking(() -> queries.restore(id, checkpoint), false);
    }
}
