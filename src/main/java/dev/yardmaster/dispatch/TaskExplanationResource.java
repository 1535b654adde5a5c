package dev.yardmaster.dispatch;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Explains over HTTP why a task waits. */
@Tag(name = "tasks")
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/tasks/{id}/why")
class TaskExplanationResource {
    private final TaskExplanations explanations;

    TaskExplanationResource(TaskExplanations explanations) {
        this.explanations = explanations;
    }

    @GET
    @Operation(operationId = "explainTask", summary = "Explains why a task waits, or what it ran on.")
    public Uni<TaskExplanation> get(@PathParam("id") UUID id, @QueryParam("agent") Optional<String> agent) {
        return explanations.of(id, agent);
    }
}
