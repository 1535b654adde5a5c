package dev.yardmaster.plan;

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
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** The HTTP API of the plans. */
@Tag(name = "plans")
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/plans")
class PlanResource implements RecordedThing {
    private final Plans plans;
    private final NewPlans newPlans;
    private final PlanApplication application;

    PlanResource(Plans plans, NewPlans newPlans, PlanApplication application) {
        this.plans = plans;
        this.newPlans = newPlans;
        this.application = application;
    }

    @Override
    public String collection() {
        return "plans";
    }

    @Override
    public Uni<?> shown(String key) {
        return get(key);
    }

    @GET
    @Operation(operationId = "listPlans", summary = "Lists the plans by name.")
    public Uni<Page<Plan, String>> list(
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1000) int limit) {
        return plans.list(after, limit).map(items -> Page.of(items, limit, Plan::name));
    }

    @POST
    @Operation(
            operationId = "addPlan",
            summary = "Adds a plan, with all its tasks if they are given.",
            description = "Adds everything or nothing. The plan is a draft unless its state is active.")
    public Uni<RestResponse<CreatedPlan>> add(
            @NotNull(message = "is missing: send the plan as JSON") @Valid PlanSpec body,
            @Context RoutingContext request) {
        return newPlans.add(NewIds.of(request), body)
                .map(plan -> RestResponse.ResponseBuilder.<CreatedPlan>created(
                                URI.create("/api/plans/" + plan.plan().id()))
                        .entity(plan)
                        .build());
    }

    @PUT
    @Path("/{plan}")
    @Operation(
            operationId = "applyPlan",
            summary = "Adds a plan, or changes it so that it has the described tasks.",
            description =
                    "Tasks are matched by their names: new ones are added, open ones changed, and open ones that are missing cancelled."
                            + " Tasks that run or have ended are kept, and so are those without a name. Changes everything or nothing.")
    public Uni<RestResponse<AppliedPlan>> apply(
            @PathParam("plan") String plan,
            @Parameter(description = "Whether to answer what would change, and to change nothing.")
                    @QueryParam("dryRun")
                    @DefaultValue("false")
                    boolean dryRun,
            @NotNull(message = "is missing: send the description as JSON") @Valid PlanTasksSpec body) {
        return application
                .apply(plan, body, Optional.empty(), dryRun)
                .map(applied -> applied.id().isPresent() && applied.created()
                        ? RestResponse.ResponseBuilder.<AppliedPlan>created(
                                        URI.create("/api/plans/" + applied.id().get()))
                                .entity(applied)
                                .build()
                        : RestResponse.ok(applied));
    }

    @GET
    @Path("/{plan}")
    @Operation(operationId = "getPlan", summary = "Shows a plan.")
    public Uni<Plan> get(@PathParam("plan") String plan) {
        return plans.get(plan);
    }

    @PATCH
    @Path("/{plan}")
    @Operation(
            operationId = "changePlan",
            summary = "Changes the time of a plan.",
            description = "The body is a JSON merge patch: fields that are left out stay, null removes a limit.")
    public Uni<Plan> change(
            @PathParam("plan") String plan,
            @RequestBody(content = @Content(schema = @Schema(implementation = PlanTimeSpec.class)))
                    @NotNull(message = "is missing: send the changes as a JSON object")
                    ObjectNode patch) {
        return plans.changeTime(plan, patch);
    }

    @DELETE
    @Path("/{plan}")
    @Operation(
            operationId = "removePlan",
            summary = "Deletes a plan with all its tasks and their sessions.",
            description =
                    "Refuses a plan with running tasks, and one with tasks that tasks outside of the plan wait for.")
    public Uni<Void> remove(@PathParam("plan") String plan) {
        return plans.remove(plan);
    }

    @POST
    @Path("/{plan}/activate")
    @Operation(operationId = "activatePlan", summary = "Activates a draft plan, so that its tasks can start.")
    public Uni<Plan> activate(@PathParam("plan") String plan) {
        return plans.activate(plan);
    }

    @POST
    @Path("/{plan}/cancel")
    @Operation(operationId = "cancelPlan", summary = "Cancels a plan and those of its tasks that wait or run.")
    public Uni<Plan> cancel(@PathParam("plan") String plan) {
        return plans.cancel(plan);
    }
}
