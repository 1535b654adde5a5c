package dev.yardmaster.usage;

import dev.yardmaster.access.RecordedThing;
import dev.yardmaster.page.Page;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The HTTP API of the budgets. An owner has a budget for each period, which the parameter {@code period} selects. */
@Tag(name = "usage")
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/budgets")
class BudgetResource implements RecordedThing {
    private static final String MISSING = "is missing: send {\"usd\": …, \"tokens\": …}, or one of the two";

    private final BudgetLedger ledger;
    private final BudgetOwners owners;
    private final UriInfo uri;

    BudgetResource(BudgetLedger ledger, BudgetOwners owners, UriInfo uri) {
        this.ledger = ledger;
        this.owners = owners;
        this.uri = uri;
    }

    @Override
    public String collection() {
        return "budgets";
    }

    @Override
    public Uni<?> shown(String key) {
        var period =
                new PeriodParameter(Optional.ofNullable(uri.getQueryParameters().getFirst("period")));
        return owners.ofPath(key).chain(owner -> ledger.get(owner, period.value()));
    }

    @GET
    @Operation(operationId = "listBudgets", summary = "Lists the budgets.", description = """
        Each budget shows the usage of the sessions that started in its current day, month or ever. While a budget is
        exhausted, no new task starts for its agent, on its provider, of its project or plan, or in the whole workspace.
        Running sessions are not stopped. If 'costUnknown' is not 0, 'spent.usd' is a lower bound.
        """)
    public Uni<Page<Budget, String>> list(
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1000) int limit) {
        return ledger.list(after, limit).map(items -> Page.of(items, limit, Budget::path));
    }

    @GET
    @Path("/workspace")
    @Operation(operationId = "getWorkspaceBudget", summary = "Shows a budget of the whole workspace.")
    public Uni<Budget> ofWorkspace(@BeanParam PeriodParameter period) {
        return ledger.get(BudgetOwner.WORKSPACE, period.value());
    }

    @PUT
    @Path("/workspace")
    @Operation(operationId = "putWorkspaceBudget", summary = "Sets a budget of the whole workspace.")
    public Uni<Budget> putOfWorkspace(
            @BeanParam PeriodParameter period, @NotNull(message = MISSING) @Valid BudgetSpec body) {
        return ledger.put(BudgetOwner.WORKSPACE, period.value(), body);
    }

    @DELETE
    @Path("/workspace")
    @Operation(operationId = "removeWorkspaceBudget", summary = "Removes a budget of the whole workspace.")
    public Uni<Void> removeOfWorkspace(@BeanParam PeriodParameter period) {
        return ledger.remove(BudgetOwner.WORKSPACE, period.value());
    }

    @GET
    @Path("/agents/{agent}")
    @Operation(operationId = "getAgentBudget", summary = "Shows a budget of an agent.")
    public Uni<Budget> ofAgent(@PathParam("agent") String agent, @BeanParam PeriodParameter period) {
        return owners.agent(agent).chain(owner -> ledger.get(owner, period.value()));
    }

    @PUT
    @Path("/agents/{agent}")
    @Operation(
            operationId = "putAgentBudget",
            summary = "Sets a budget of an agent.",
            description = "The budget is removed together with the agent.")
    public Uni<Budget> putOfAgent(
            @PathParam("agent") String agent,
            @BeanParam PeriodParameter period,
            @NotNull(message = MISSING) @Valid BudgetSpec body) {
        return owners.agent(agent).chain(owner -> ledger.put(owner, period.value(), body));
    }

    @DELETE
    @Path("/agents/{agent}")
    @Operation(operationId = "removeAgentBudget", summary = "Removes a budget of an agent.")
    public Uni<Void> removeOfAgent(@PathParam("agent") String agent, @BeanParam PeriodParameter period) {
        return owners.agent(agent).chain(owner -> ledger.remove(owner, period.value()));
    }

    @GET
    @Path("/projects/{project}")
    @Operation(operationId = "getProjectBudget", summary = "Shows a budget of a project.")
    public Uni<Budget> ofProject(@PathParam("project") String project, @BeanParam PeriodParameter period) {
        return owners.project(project).chain(owner -> ledger.get(owner, period.value()));
    }

    @PUT
    @Path("/projects/{project}")
    @Operation(
            operationId = "putProjectBudget",
            summary = "Sets a budget of a project.",
            description =
                    "It counts the sessions of the project's tasks, and those of its agents without another project's task. The"
                            + " budget is removed together with the project.")
    public Uni<Budget> putOfProject(
            @PathParam("project") String project,
            @BeanParam PeriodParameter period,
            @NotNull(message = MISSING) @Valid BudgetSpec body) {
        return owners.project(project).chain(owner -> ledger.put(owner, period.value(), body));
    }

    @DELETE
    @Path("/projects/{project}")
    @Operation(operationId = "removeProjectBudget", summary = "Removes a budget of a project.")
    public Uni<Void> removeOfProject(@PathParam("project") String project, @BeanParam PeriodParameter period) {
        return owners.project(project).chain(owner -> ledger.remove(owner, period.value()));
    }

    @GET
    @Path("/plans/{plan}")
    @Operation(operationId = "getPlanBudget", summary = "Shows a budget of a plan.")
    public Uni<Budget> ofPlan(@PathParam("plan") String plan, @BeanParam PeriodParameter period) {
        return owners.plan(plan).chain(owner -> ledger.get(owner, period.value()));
    }

    @PUT
    @Path("/plans/{plan}")
    @Operation(
            operationId = "putPlanBudget",
            summary = "Sets a budget of a plan.",
            description =
                    "It counts the sessions that worked on the plan's tasks. The budget is removed together with the plan.")
    public Uni<Budget> putOfPlan(
            @PathParam("plan") String plan,
            @BeanParam PeriodParameter period,
            @NotNull(message = MISSING) @Valid BudgetSpec body) {
        return owners.plan(plan).chain(owner -> ledger.put(owner, period.value(), body));
    }

    @DELETE
    @Path("/plans/{plan}")
    @Operation(operationId = "removePlanBudget", summary = "Removes a budget of a plan.")
    public Uni<Void> removeOfPlan(@PathParam("plan") String plan, @BeanParam PeriodParameter period) {
        return owners.plan(plan).chain(owner -> ledger.remove(owner, period.value()));
    }

    @GET
    @Path("/providers/{provider}")
    @Operation(operationId = "getProviderBudget", summary = "Shows a budget of a provider.")
    public Uni<Budget> ofProvider(@PathParam("provider") String provider, @BeanParam PeriodParameter period) {
        return ledger.get(owners.provider(provider), period.value());
    }

    @PUT
    @Path("/providers/{provider}")
    @Operation(
            operationId = "putProviderBudget",
            summary = "Sets a budget of a provider.",
            description = "Takes the provider's id, an alias or its runtime. The budget covers all executables of the"
                    + " provider together.")
    public Uni<Budget> putOfProvider(
            @PathParam("provider") String provider,
            @BeanParam PeriodParameter period,
            @NotNull(message = MISSING) @Valid BudgetSpec body) {
        return ledger.put(owners.knownProvider(provider), period.value(), body);
    }

    @DELETE
    @Path("/providers/{provider}")
    @Operation(operationId = "removeProviderBudget", summary = "Removes a budget of a provider.")
    public Uni<Void> removeOfProvider(@PathParam("provider") String provider, @BeanParam PeriodParameter period) {
        return ledger.remove(owners.provider(provider), period.value());
    }
}
