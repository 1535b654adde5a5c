package dev.yardmaster.needs;

import dev.yardmaster.access.Caller;
import dev.yardmaster.page.Page;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What needs people, over HTTP. */
@Tag(name = "needs")
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/needs-you")
class NeedResource {
    private final Needs needs;

    NeedResource(Needs needs) {
        this.needs = needs;
    }

    /**
     * How much needs people.
     *
     * @param total all kinds together
     * @param kinds the number of each kind
     */
    public record Counts(long total, Map<String, Long> kinds) {}

    @GET
    @Operation(
            operationId = "listNeeds",
            summary = "Lists what waits for a person, the newest first, each with its next action.",
            description =
                    "A need disappears when it is settled. GET /api/changes reports changes of this list with the kind 'need'.")
    public Uni<Page<Need, String>> list(
            @Parameter(description = "A kind, such as question. Several mean any of them.") @QueryParam("kind")
                    List<String> kind,
            @Parameter(description = "The 'next' of the previous page.") @QueryParam("after") Optional<String> after,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1000) int limit) {
        return needs.list(kind, after, limit);
    }

    @GET
    @Path("/count")
    @Operation(operationId = "countNeeds", summary = "Counts what waits for a person.")
    public Uni<Counts> count() {
        return needs.counts()
                .map(kinds -> new Counts(
                        kinds.values().stream().mapToLong(Long::longValue).sum(), kinds));
    }

    @POST
    @Path("/{id}/dismiss")
    @Operation(
            operationId = "dismissNeed",
            summary = "Hides a need until its thing changes.",
            description = "Dismissing a need again changes nothing.")
    public Uni<Void> dismiss(@PathParam("id") String id, @Context RoutingContext request) {
        return needs.dismiss(id, Caller.nameOf(request));
    }
}
