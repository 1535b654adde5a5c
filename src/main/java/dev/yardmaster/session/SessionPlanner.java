package dev.yardmaster.session;

import dev.yardmaster.agent.AgentProfile;
import dev.yardmaster.limit.LimitLedger;
import dev.yardmaster.limit.Limits;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.project.Project;
import dev.yardmaster.project.Projects;
import dev.yardmaster.provider.AgentProvider;
import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.Executables;
import dev.yardmaster.provider.HealthChecks;
import dev.yardmaster.provider.LaunchMode;
import dev.yardmaster.provider.ModelAliases;
import dev.yardmaster.provider.Preferences;
import dev.yardmaster.provider.Preferences.Choice;
import dev.yardmaster.provider.Preferences.Defaults;
import dev.yardmaster.provider.Preferences.Overrides;
import dev.yardmaster.provider.Providers;
import dev.yardmaster.provider.Resolution;
import dev.yardmaster.provider.Resolution.Outcome;
import dev.yardmaster.provider.Resolver;
import dev.yardmaster.session.Candidates.Obstacle;
import dev.yardmaster.settings.Settings;
import dev.yardmaster.settings.SettingsProfile;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Finds out what sessions are to run on, from what everybody says of it. For any thread. */
@Singleton
public class SessionPlanner {
    private final Providers providers;
    private final Executables executables;
    private final ModelAliases aliases;
    private final HealthChecks health;
    private final Settings settings;
    private final Projects projects;
    private final LimitLedger ledger;
    private final Overrides overrides;

    SessionPlanner(
            Providers providers,
            Executables executables,
            ModelAliases aliases,
            HealthChecks health,
            Settings settings,
            Projects projects,
            LimitLedger ledger,
            @ConfigProperty(name = "yardmaster.agent-provider-override") Optional<String> provider,
            @ConfigProperty(name = "yardmaster.agent-runtime-override") Optional<String> runtime) {
        this.providers = providers;
        this.executables = executables;
        this.aliases = aliases;
        this.health = health;
        this.settings = settings;
        this.projects = projects;
        this.ledger = ledger;
        this.overrides = new Overrides(provider, runtime);
    }

    /** Refuses to start with an override that names what there is not. Throws {@code invalid_configuration}. */
    void check(@Observes StartupEvent event) {
        var alone = new Preferences(Choice.NONE, overrides, Choice.NONE, Defaults.NONE, Defaults.NONE);
        resolver().explain(alone).problem().ifPresent(problem -> {
            throw new YardmasterException(ErrorCode.INVALID_CONFIGURATION, problem);
        });
    }

    /**
     * What a session of an agent is to run on. Fails with {@code unknown_provider}, {@code unknown_executable} or
     * {@code provider_unavailable} when it can't be started.
     *
     * @param taskProject the project of its task, for an agent that has none
     */
    Uni<SessionPlan> plan(SqlClient client, AgentProfile agent, Optional<UUID> taskProject, Choice request) {
        return now(client)
                .chain(now -> project(client, agent, taskProject)
                        .map(project -> plan(
                                agent, candidates(now, agent, request, project).choose(), project)));
    }

    /** The same as an explanation, which says what is wrong instead of failing. */
    Uni<Resolution> explain(SqlClient client, AgentProfile agent, Choice request) {
        return now(client)
                .chain(now -> project(client, agent, Optional.empty())
                        .map(project -> candidates(now, agent, request, project).explain()));
    }

    /** Why no session of these agents can be started now, as a sentence by agent; those that can be started are left out. */
    public Uni<Map<UUID, String>> obstacles(SqlClient client, List<AgentProfile> agents) {
        Set<UUID> ids = agents.stream()
                .flatMap(agent -> agent.equipment().project().stream())
                .collect(Collectors.toSet());
        return now(client)
                .chain(now -> projects.all(client, ids).map(found -> {
                    Map<UUID, String> obstacles = new HashMap<>();
                    for (AgentProfile agent : agents) {
                        var project = agent.equipment().project().map(found::get);
                        obstacle(candidates(now, agent, Choice.NONE, project))
                                .ifPresent(reason -> obstacles.put(agent.id(), reason));
                    }
                    return obstacles;
                }));
    }

    /** When the first of the executables that are limited can be used again. */
    public Uni<Optional<Instant>> soonestReset(SqlClient client) {
        return ledger.current(client).map(limits -> limits.soonestReset(Instant.now()));
    }

    /** What holds for all agents at one moment. */
    private record Now(Resolver resolver, SettingsProfile workspace, Limits limits, Instant at) {}

    private Uni<Now> now(SqlClient client) {
        return settings.current()
                .chain(workspace ->
                        ledger.current(client).map(limits -> new Now(resolver(), workspace, limits, Instant.now())));
    }

    private static Optional<String> obstacle(Candidates candidates) {
        try {
            candidates.choose();
            return Optional.empty();
        } catch (YardmasterException e) {
            return Optional.of(e.detail());
        }
    }

    private SessionPlan plan(AgentProfile agent, Resolution resolution, Optional<Project> project) {
        Executable executable = executables.executable(resolution.executable());
        AgentProvider provider = providers.provider(resolution.provider());
        List<LaunchMode> modes = provider.capabilities().modes();
        LaunchMode mode =
                agent.launchMode().or(executable::mode).filter(modes::contains).orElseGet(modes::getFirst);
        return new SessionPlan(resolution, provider, executable, mode, project);
    }

    private Candidates candidates(Now now, AgentProfile agent, Choice request, Optional<Project> project) {
        return new Candidates(
                now.resolver(),
                preferences(agent, request, project, now.workspace()),
                chain(agent, request, project, now.workspace()),
                candidate -> obstacle(candidate).or(() -> limit(candidate, now)));
    }

    private static Optional<Obstacle> limit(Resolution candidate, Now now) {
        return now.limits()
                .blocking(candidate.executable(), candidate.model(), now.at())
                .map(limit -> new Obstacle(
                        Outcome.LIMITED,
                        "The executable '" + candidate.executable() + "' is limited until " + limit.blockedUntil()
                                + " (" + limit.window() + ")."));
    }

    /** Who says for one session what it is to run on wants nothing else, nor does an agent without fallback. */
    private static List<String> chain(
            AgentProfile agent, Choice request, Optional<Project> project, SettingsProfile workspace) {
        if (!agent.fallback()
                || request.provider().isPresent()
                || request.executable().isPresent()) {
            return List.of();
        }
        return Stream.of(
                        agent.fallbackChain(),
                        project.map(Project::fallbackChain).orElse(List.of()),
                        workspace.fallbackChain())
                .filter(chain -> !chain.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    private Optional<Obstacle> obstacle(Resolution candidate) {
        String name = candidate.executable();
        return executables
                .fault(name)
                .or(() -> Optional.of(executables.executable(name))
                        .filter(executable -> !health.usable(executable))
                        .map(executable -> health.latest(executable)
                                .map(verdict -> verdict.health().message())
                                .orElse("It is being checked.")))
                .map(why -> new Obstacle(Outcome.UNUSABLE, "The executable '" + name + "' can't be used now. " + why));
    }

    private Uni<Optional<Project>> project(SqlClient client, AgentProfile agent, Optional<UUID> ofTask) {
        return agent.equipment()
                .project()
                .or(() -> ofTask)
                .map(id -> projects.profile(client, id).map(Optional::of))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    private Preferences preferences(
            AgentProfile agent, Choice request, Optional<Project> project, SettingsProfile workspace) {
        return new Preferences(
                request,
                overrides,
                new Choice(agent.provider(), agent.executable(), agent.model()),
                project.map(it -> new Defaults(it.agentProvider(), it.agentRuntime(), it.models()))
                        .orElse(Defaults.NONE),
                new Defaults(workspace.defaultProvider(), workspace.runtime(), workspace.defaultModels()));
    }

    private Resolver resolver() {
        return new Resolver(
                providers.all(),
                executables.all(),
                aliases.byProvider(),
                providers.preset().id());
    }
}
