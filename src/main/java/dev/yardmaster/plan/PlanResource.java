package dev.yardmaster.plan;

import dev.yardmaster.access.RecordedThing;
import dev.yardmaster.page.Page;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** The HTTP API of the plans. */
@Tag(name = "plans")
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/plans")
class PlanResource implements RecordedThing {
    private final Plans plans;

    PlanResource(Plans plans) {
        this.plans = plans;
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
    @Operation(operationId = "addPlan", summary = "Adds a plan as a draft.")
    public Uni<RestResponse<Plan>> add(@NotNull(message = "is missing: send the plan as JSON") @Valid PlanSpec body) {
        return plans.add(body)
                .map(plan -> RestResponse.ResponseBuilder.<Plan>created(URI.create("/api/plans/" + plan.id()))
                        .entity(plan)
                        .build());
    }

    @GET
    @Path("/{plan}")
    @Operation(operationId = "getPlan", summary = "Shows a plan.")
    public Uni<Plan> get(@PathParam("plan") String plan) {
        return plans.get(plan);
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
