package dev.yardmaster.usage;

import dev.yardmaster.agent.Agents;
import dev.yardmaster.plan.Plans;
import dev.yardmaster.problem.NotFound;
import dev.yardmaster.project.Projects;
import dev.yardmaster.provider.ProviderNames;
import dev.yardmaster.provider.Providers;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Finds the owners of budgets by the ids and names in paths. For any thread. */
@Singleton
class BudgetOwners {
    private final Agents agents;
    private final Projects projects;
    private final Plans plans;
    private final ProviderNames providers;

    BudgetOwners(Agents agents, Projects projects, Plans plans, Providers providers) {
        this.agents = agents;
        this.projects = projects;
        this.plans = plans;
        this.providers = providers.names();
    }

    /** The owner in a path below {@code /api/budgets}, such as {@code agents/ada}. Fails as the other methods do. */
    Uni<BudgetOwner> ofPath(String path) {
        String name = path.substring(path.indexOf('/') + 1);
        return switch (path.substring(0, path.length() - name.length())) {
            case "agents/" -> agent(name);
            case "projects/" -> project(name);
            case "plans/" -> plan(name);
            case "providers/" -> Uni.createFrom().item(provider(name));
            default -> Uni.createFrom().item(BudgetOwner.WORKSPACE);
        };
    }

    /** Fails with {@code agent_not_found}. */
    Uni<BudgetOwner> agent(String idOrName) {
        return agents.get(idOrName).map(agent -> BudgetOwner.agent(agent.id()));
    }

    /** Fails with {@code project_not_found}. */
    Uni<BudgetOwner> project(String idOrName) {
        return projects.get(idOrName).map(project -> BudgetOwner.project(project.id()));
    }

    /** Fails with {@code plan_not_found}. */
    Uni<BudgetOwner> plan(String idOrName) {
        return plans.get(idOrName).map(plan -> BudgetOwner.plan(plan.id()));
    }

    /** Unknown names are kept: the budget of a removed provider can still be read and removed. */
    BudgetOwner provider(String name) {
        return BudgetOwner.provider(
                providers.find(name).map(known -> known.id().value()).orElse(name));
    }

    /** As {@link #provider}, but throws {@code provider_not_found} if no provider has the name. */
    BudgetOwner knownProvider(String name) {
        if (providers.find(name).isEmpty()) {
            throw NotFound.PROVIDER.of(name, "Known providers: " + providers.ids() + ".");
        }
        return provider(name);
    }
}
