package dev.yardmaster.trigger;

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

/** The HTTP API of triggers. */
@Tag(name = "triggers")
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/triggers")
class TriggerResource implements RecordedThing {
    private final Triggers triggers;

    TriggerResource(Triggers triggers) {
        this.triggers = triggers;
    }

    @Override
    public String collection() {
        return "triggers";
    }

    @Override
    public Uni<?> shown(String key) {
        return get(key);
    }

    @GET
    @Operation(operationId = "listTriggers", summary = "Lists the triggers by name.")
    public Uni<Page<Trigger, String>> list(
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1000) int limit) {
        return triggers.list(after, limit).map(items -> Page.of(items, limit, Trigger::name));
    }

    @POST
    @Operation(
            operationId = "addTrigger",
            summary = "Adds a trigger.",
            description = "It runs at the times of 'cron' or on 'events', and creates a 'task' or sends a 'message'.")
    public Uni<RestResponse<Trigger>> add(
            @NotNull(message = "is missing: send the trigger as JSON") @Valid TriggerSpec body,
            @Context RoutingContext request) {
        return triggers.add(NewIds.of(request).first(), body)
                .map(trigger -> RestResponse.ResponseBuilder.<Trigger>created(
                                URI.create("/api/triggers/" + trigger.id()))
                        .entity(trigger)
                        .build());
    }

    @GET
    @Path("/{trigger}")
    @Operation(operationId = "getTrigger", summary = "Shows a trigger.")
    public Uni<Trigger> get(@PathParam("trigger") String trigger) {
        return triggers.get(trigger);
    }

    /** A JSON merge patch: the named fields change, and null resets a field to its default. */
    @PATCH
    @Path("/{trigger}")
    @Operation(operationId = "changeTrigger", summary = "Changes fields of a trigger.")
    public Uni<Trigger> change(
            @PathParam("trigger") String trigger,
            @NotNull(message = "is missing: send the fields to change as a JSON object") ObjectNode body) {
        return triggers.change(trigger, body);
    }

    @DELETE
    @Path("/{trigger}")
    @Operation(operationId = "removeTrigger", summary = "Removes a trigger, and keeps what its runs have created.")
    public Uni<Void> remove(@PathParam("trigger") String trigger) {
        return triggers.remove(trigger);
    }

    @POST
    @Path("/{trigger}/run")
    @Operation(
            operationId = "runTrigger",
            summary = "Runs a trigger now, also if it is disabled, or as soon as its current run is over.")
    public Uni<RestResponse<TriggerRun>> run(@PathParam("trigger") String trigger, @Context RoutingContext request) {
        return triggers.run(trigger, NewIds.of(request).first())
                .map(run -> RestResponse.status(RestResponse.Status.ACCEPTED, run));
    }

    @GET
    @Path("/{trigger}/runs")
    @Operation(operationId = "listTriggerRuns", summary = "Lists the last 1,000 runs of a trigger, the newest first.")
    public Uni<Page<TriggerRun, UUID>> runs(
            @PathParam("trigger") String trigger,
            @QueryParam("after") Optional<UUID> after,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1000) int limit) {
        return triggers.runs(trigger, after, limit).map(items -> Page.of(items, limit, TriggerRun::id));
    }
}
