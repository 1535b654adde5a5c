package dev.yardmaster.task;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.access.RecordedThing;
import dev.yardmaster.id.NewIds;
import dev.yardmaster.page.Page;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The HTTP API of the tasks. */
@Tag(name = "tasks")
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/tasks")
class TaskResource implements RecordedThing {
    private final Tasks tasks;

    TaskResource(Tasks tasks) {
        this.tasks = tasks;
    }

    @Override
    public String collection() {
        return "tasks";
    }

    @Override
    public Uni<?> shown(String key) {
        return get(UUID.fromString(key));
    }

    /**
     * A manual completion.
     *
     * @param result the result of the task; by default the agent's last message
     */
    record Completion(
            Optional<@Size(max = 1_000_000, message = "must have at most 1,000,000 characters") String> result) {}

    @GET
    @Operation(
            operationId = "listTasks",
            summary = "Lists the tasks, the newest first or in another order.",
            description = "Filters can be combined. 'next' belongs to the order of its page.")
    public Uni<Page<Task, String>> list(
            @BeanParam TaskFilter filter, @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1000) int limit) {
        return tasks.list(filter, limit).map(items -> Page.of(items, limit, filter.order()::cursor));
    }

    @POST
    @Operation(operationId = "addTask", summary = "Adds a task.")
    public Uni<RestResponse<Task>> add(
            @NotNull(message = "is missing: send the task as JSON") @Valid TaskSpec body,
            @Context RoutingContext request) {
        return tasks.add(NewIds.of(request).first(), body)
                .map(task -> RestResponse.ResponseBuilder.<Task>created(URI.create("/api/tasks/" + task.id()))
                        .entity(task)
                        .build());
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getTask", summary = "Shows a task.")
    public Uni<Task> get(@PathParam("id") UUID id) {
        return tasks.get(id);
    }

    /** Takes a JSON merge patch for an open task: fields in the patch change, and null resets a field to its default. */
    @PATCH
    @Path("/{id}")
    @Operation(operationId = "changeTask", summary = "Changes fields of an open task.")
    public Uni<Task> change(
            @PathParam("id") UUID id,
            @NotNull(message = "is missing: send the fields to change as a JSON object") ObjectNode body) {
        return tasks.change(id, body);
    }

    @DELETE
    @Path("/{id}")
    @Operation(
            operationId = "removeTask",
            summary = "Deletes a task with its sessions and their logs.",
            description =
                    "Refuses a task that is running or that other tasks wait for. The usage of its sessions still counts.")
    public Uni<Void> remove(@PathParam("id") UUID id) {
        return tasks.remove(id);
    }

    /** The body is optional. */
    @POST
    @Path("/{id}/complete")
    @Operation(operationId = "completeTask", summary = "Completes a task by hand.")
    public Uni<Task> complete(@PathParam("id") UUID id, @Valid @Nullable Completion body) {
        return tasks.complete(id, Optional.ofNullable(body).flatMap(Completion::result));
    }

    @POST
    @Path("/{id}/cancel")
    @Operation(
            operationId = "cancelTask",
            summary = "Cancels a task, after it has stopped the session of a running one.")
    public Uni<Task> cancel(@PathParam("id") UUID id) {
        return tasks.cancel(id);
    }

    @POST
    @Path("/{id}/reopen")
    @Operation(operationId = "reopenTask", summary = "Reopens a task that has ended.")
    public Uni<Task> reopen(@PathParam("id") UUID id) {
        return tasks.reopen(id);
    }
}
