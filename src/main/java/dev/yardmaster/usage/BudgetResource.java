package dev.yardmaster.usage;

import dev.yardmaster.access.RecordedThing;
import dev.yardmaster.agent.Agents;
import dev.yardmaster.page.Page;
import dev.yardmaster.problem.NotFound;
import dev.yardmaster.provider.ProviderNames;
import dev.yardmaster.provider.Providers;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The HTTP API of the daily budgets. */
@Tag(name = "usage")
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/budgets")
class BudgetResource implements RecordedThing {
    private static final String MISSING = "is missing: send {\"usd\": …, \"tokens\": …}, or one of the two";

    private final BudgetLedger ledger;
    private final Agents agents;
    private final ProviderNames providers;

    BudgetResource(BudgetLedger ledger, Agents agents, Providers providers) {
        this.ledger = ledger;
        this.agents = agents;
        this.providers = providers.names();
    }

    @Override
    public String collection() {
        return "budgets";
    }

    @Override
    public Uni<?> shown(String key) {
        return key.startsWith("agents/")
                ? ofAgent(key.substring("agents/".length()))
                : key.startsWith("providers/") ? ofProvider(key.substring("providers/".length())) : ofWorkspace();
    }

    @GET
    @Operation(operationId = "listBudgets", summary = "Lists the daily budgets.", description = """
        Each budget shows the usage of the sessions that started today (UTC). While a budget is exhausted, no new task
        starts for its agent, on its provider, or in the whole workspace. Running sessions are not stopped. If
        'costUnknown' is not 0, 'spent.usd' is a lower bound.
        """)
    public Uni<Page<Budget, String>> list(
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1000) int limit) {
        return ledger.list(after, limit).map(items -> Page.of(items, limit, Budget::path));
    }

    @GET
    @Path("/workspace")
    @Operation(operationId = "getWorkspaceBudget", summary = "Shows the daily budget of the whole workspace.")
    public Uni<Budget> ofWorkspace() {
        return ledger.get(BudgetOwner.WORKSPACE);
    }

    @PUT
    @Path("/workspace")
    @Operation(operationId = "putWorkspaceBudget", summary = "Sets the daily budget of the whole workspace.")
    public Uni<Budget> putOfWorkspace(@NotNull(message = MISSING) @Valid BudgetSpec body) {
        return ledger.put(BudgetOwner.WORKSPACE, body);
    }

    @DELETE
    @Path("/workspace")
    @Operation(operationId = "removeWorkspaceBudget", summary = "Removes the daily budget of the whole workspace.")
    public Uni<Void> removeOfWorkspace() {
        return ledger.remove(BudgetOwner.WORKSPACE);
    }

    @GET
    @Path("/agents/{agent}")
    @Operation(operationId = "getAgentBudget", summary = "Shows the daily budget of an agent.")
    public Uni<Budget> ofAgent(@PathParam("agent") String agent) {
        return agent(agent).chain(ledger::get);
    }

    @PUT
    @Path("/agents/{agent}")
    @Operation(
            operationId = "putAgentBudget",
            summary = "Sets the daily budget of an agent.",
            description = "The budget is removed together with the agent.")
    public Uni<Budget> putOfAgent(
            @PathParam("agent") String agent, @NotNull(message = MISSING) @Valid BudgetSpec body) {
        return agent(agent).chain(owner -> ledger.put(owner, body));
    }

    @DELETE
    @Path("/agents/{agent}")
    @Operation(operationId = "removeAgentBudget", summary = "Removes the daily budget of an agent.")
    public Uni<Void> removeOfAgent(@PathParam("agent") String agent) {
        return agent(agent).chain(ledger::remove);
    }

    @GET
    @Path("/providers/{provider}")
    @Operation(operationId = "getProviderBudget", summary = "Shows the daily budget of a provider.")
    public Uni<Budget> ofProvider(@PathParam("provider") String provider) {
        return ledger.get(ownerOf(provider));
    }

    @PUT
    @Path("/providers/{provider}")
    @Operation(
            operationId = "putProviderBudget",
            summary = "Sets the daily budget of a provider.",
            description = "Takes the provider's id, an alias or its runtime. The budget covers all executables of the"
                    + " provider together.")
    public Uni<Budget> putOfProvider(
            @PathParam("provider") String provider, @NotNull(message = MISSING) @Valid BudgetSpec body) {
        requireKnown(provider);
        return ledger.put(ownerOf(provider), body);
    }

    @DELETE
    @Path("/providers/{provider}")
    @Operation(operationId = "removeProviderBudget", summary = "Removes the daily budget of a provider.")
    public Uni<Void> removeOfProvider(@PathParam("provider") String provider) {
        return ledger.remove(ownerOf(provider));
    }

    private Uni<BudgetOwner> agent(String idOrName) {
        return agents.get(idOrName).map(agent -> BudgetOwner.agent(agent.id()));
    }

    /** Unknown names are kept: the budget of a removed provider can still be read and removed. */
    private BudgetOwner ownerOf(String provider) {
        return BudgetOwner.provider(
                providers.find(provider).map(known -> known.id().value()).orElse(provider));
    }

    private void requireKnown(String provider) {
        if (providers.find(provider).isEmpty()) {
            throw NotFound.PROVIDER.of(provider, "Known providers: " + providers.ids() + ".");
        }
    }
}
