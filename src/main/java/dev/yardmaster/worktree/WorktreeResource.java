package dev.yardmaster.worktree;

import dev.yardmaster.page.Page;
import io.smallrye.mutiny.Uni;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Lists the worktrees over HTTP. */
@Tag(name = "worktrees")
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/worktrees")
class WorktreeResource {
    private final WorktreeRepository repository;

    WorktreeResource(WorktreeRepository repository) {
        this.repository = repository;
    }

    @GET
    @Operation(operationId = "listWorktrees", summary = "Lists the worktrees of tasks, the oldest task first.")
    public Uni<Page<Worktree, UUID>> list(
            @Parameter(description = "The id or name of the project.") @QueryParam("project") Optional<String> project,
            @Parameter(description = "creating, present, removing or removed.") @QueryParam("state")
                    Optional<String> state,
            @QueryParam("after") Optional<UUID> after,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1000) int limit) {
        return repository
                .page(after, project, state.map(WorktreeState::of), limit)
                .map(items -> Page.of(items, limit, Worktree::task));
    }
}
