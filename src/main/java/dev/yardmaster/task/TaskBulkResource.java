package dev.yardmaster.task;

import dev.yardmaster.id.NewIds;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The HTTP API for many tasks at once. Each item succeeds or fails by itself. */
@Tag(name = "tasks")
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/tasks/bulk")
class TaskBulkResource {
    private final TaskBulk bulk;

    TaskBulkResource(TaskBulk bulk) {
        this.bulk = bulk;
    }

    @POST
    @Operation(
            operationId = "addTasks",
            summary = "Adds up to 1,000 tasks.",
            description = "An invalid task does not stop the others: 'items' shows the outcome of each.")
    public Uni<BulkResult> add(
            @NotNull(message = "is missing: send the tasks as JSON") @Valid BulkRequest.NewTasks body,
            @Context RoutingContext request) {
        return bulk.add(NewIds.of(request), body.tasks());
    }

    @POST
    @Path("/cancel")
    @Operation(
            operationId = "cancelTasks",
            summary = "Cancels up to 1,000 tasks, after it has stopped the sessions of running ones.",
            description = "A task that can't be cancelled does not stop the others: 'items' shows the outcome of each.")
    public Uni<BulkResult> cancel(
            @NotNull(message = "is missing: send the ids as JSON") @Valid BulkRequest.TaskIds body) {
        return bulk.cancel(body.ids());
    }

    @POST
    @Path("/reopen")
    @Operation(
            operationId = "reopenTasks",
            summary = "Reopens up to 1,000 tasks that have ended.",
            description = "A task that can't be reopened does not stop the others: 'items' shows the outcome of each.")
    public Uni<BulkResult> reopen(
            @NotNull(message = "is missing: send the ids as JSON") @Valid BulkRequest.TaskIds body) {
        return bulk.reopen(body.ids());
    }

    @POST
    @Path("/priority")
    @Operation(
            operationId = "prioritizeTasks",
            summary = "Changes the priority of up to 1,000 open tasks.",
            description = "A task that is not open does not stop the others: 'items' shows the outcome of each.")
    public Uni<BulkResult> prioritize(
            @NotNull(message = "is missing: send the ids and the priority as JSON") @Valid
                    BulkRequest.TaskPriorities body) {
        return bulk.prioritize(body.ids(), body.priority());
    }
}
