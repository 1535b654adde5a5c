package dev.yardmaster.session;

import dev.yardmaster.agent.AgentProfile;
import dev.yardmaster.executable.Executables;
import dev.yardmaster.executable.HealthChecks;
import dev.yardmaster.limit.LimitLedger;
import dev.yardmaster.pool.Occupancy;
import dev.yardmaster.pool.Placement;
import dev.yardmaster.pool.Slot;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.project.Project;
import dev.yardmaster.project.Projects;
import dev.yardmaster.provider.AgentProvider;
import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.LaunchMode;
import dev.yardmaster.provider.Providers;
import dev.yardmaster.provider.resolution.ModelAliases;
import dev.yardmaster.provider.resolution.Preferences;
import dev.yardmaster.provider.resolution.Preferences.Choice;
import dev.yardmaster.provider.resolution.Preferences.Defaults;
import dev.yardmaster.provider.resolution.Preferences.Overrides;
import dev.yardmaster.provider.resolution.Resolution;
import dev.yardmaster.provider.resolution.Resolver;
import dev.yardmaster.selection.SelectionContext;
import dev.yardmaster.settings.Settings;
import dev.yardmaster.usage.BudgetLedger;
import dev.yardmaster.usage.Budgets;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Finds out what sessions are to run on, from what everybody says of it. For any thread. */
@Singleton
public class SessionPlanner {
    private static final Occupancy FREE = Occupancy.of(List.of(), (_, model) -> model);

    private final Providers providers;
    private final Executables executables;
    private final ModelAliases aliases;
    private final HealthChecks health;
    private final Settings settings;
    private final Projects projects;
    private final LimitLedger ledger;
    private final BudgetLedger budgets;
    private final Overrides overrides;

    SessionPlanner(
            Providers providers,
            Executables executables,
            ModelAliases aliases,
            HealthChecks health,
            Settings settings,
            Projects projects,
            LimitLedger ledger,
            BudgetLedger budgets,
            @ConfigProperty(name = "yardmaster.agent-provider-override") Optional<String> provider,
            @ConfigProperty(name = "yardmaster.agent-runtime-override") Optional<String> runtime) {
        this.providers = providers;
        this.executables = executables;
        this.aliases = aliases;
        this.health = health;
        this.settings = settings;
        this.projects = projects;
        this.ledger = ledger;
        this.budgets = budgets;
        this.overrides = new Overrides(provider, runtime);
    }

    /** Refuses to start with an override that names what there is not. Throws {@code invalid_configuration}. */
    void check(@Observes StartupEvent event) {
        var alone = new Preferences(Choice.NONE, overrides, Choice.NONE, Defaults.NONE, Defaults.NONE);
        resolver().explain(alone).problem().ifPresent(problem -> {
            throw new YardmasterException(ErrorCode.INVALID_CONFIGURATION, problem);
        });
    }

    /** What holds for all agents now. */
    public Uni<SelectionContext> outlook(SqlClient client) {
        return budgets.current(client).chain(spent -> outlook(client, spent));
    }

    private Uni<SelectionContext> outlook(SqlClient client, Budgets spent) {
        // Asked at once, so that they share a trip to the database.
        return Uni.combine()
                .all()
                .unis(settings.current(client), ledger.current(client), ledger.slowStarts(client))
                .with((workspace, limits, comebacks) -> new SelectionContext(
                        resolver(), overrides, workspace, limits, comebacks, spent, this::fault, Instant.now()));
    }

    /**
     * What a session of an agent is to run on. Fails with {@code unknown_provider}, {@code unknown_executable} or
     * {@code provider_unavailable} when it can't be started.
     *
     * @param occupancy the slots that are taken
     */
    Uni<SessionPlan> plan(SqlClient client, SessionRequest wish, Occupancy occupancy) {
        AgentProfile agent = wish.agent();
        return outlook(client, wish.budgets())
                .chain(outlook -> project(client, agent, wish.project()).map(project -> {
                    Resolution resolution = outlook.candidates(agent, wish.request(), project)
                            .choose(candidate -> outlook.crowd(agent.kind(), candidate, occupancy, _ -> 0))
                            .resolution();
                    return plan(agent, resolution, project, slots(occupancy, agent, resolution));
                }));
    }

    /** The same as an explanation, which says what is wrong instead of failing, and whatever slots are taken. */
    Uni<Resolution> explain(SqlClient client, AgentProfile agent, Choice request) {
        return outlook(client)
                .chain(outlook -> project(client, agent, Optional.empty())
                        .map(project -> outlook.candidates(agent, request, project)
                                .choose(candidate -> outlook.crowd(agent.kind(), candidate, FREE, _ -> 0))
                                .explained()));
    }

    private SessionPlan plan(AgentProfile agent, Resolution resolution, Optional<Project> project, List<Slot> slots) {
        Executable executable = executables.executable(resolution.executable());
        AgentProvider provider = providers.provider(resolution.provider());
        List<LaunchMode> modes = provider.capabilities().modes();
        LaunchMode mode =
                agent.launchMode().or(executable::mode).filter(modes::contains).orElseGet(modes::getFirst);
        return new SessionPlan(resolution, provider, executable, mode, project, slots);
    }

    private static List<Slot> slots(Occupancy occupancy, AgentProfile agent, Resolution resolution) {
        return switch (occupancy.place(SelectionContext.occupant(agent.kind(), resolution))) {
            case Placement.Placed placed -> placed.slots();
            case Placement.Full(String reason) -> throw new IllegalStateException("Chosen, though full: " + reason);
        };
    }

    private Optional<String> fault(String name) {
        return executables
                .fault(name)
                .or(() -> Optional.of(executables.executable(name))
                        .filter(executable -> !health.usable(executable))
                        .map(executable -> health.latest(executable)
                                .map(verdict -> verdict.health().message())
                                .orElse("It is being checked.")));
    }

    private Uni<Optional<Project>> project(SqlClient client, AgentProfile agent, Optional<UUID> ofTask) {
        return agent.context()
                .project()
                .or(() -> ofTask)
                .map(id -> projects.profile(client, id).map(Optional::of))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    private Resolver resolver() {
        return new Resolver(
                providers.all(),
                executables.all(),
                aliases.byProvider(),
                providers.preset().id());
    }
}
