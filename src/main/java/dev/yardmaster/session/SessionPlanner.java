package dev.yardmaster.session;

import dev.yardmaster.agent.AgentProfile;
import dev.yardmaster.executable.Executables;
import dev.yardmaster.pool.Occupancy;
import dev.yardmaster.pool.Placement;
import dev.yardmaster.pool.Slot;
import dev.yardmaster.project.Project;
import dev.yardmaster.project.Projects;
import dev.yardmaster.provider.AgentProvider;
import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.LaunchMode;
import dev.yardmaster.provider.Providers;
import dev.yardmaster.provider.resolution.Preferences.Choice;
import dev.yardmaster.provider.resolution.Resolution;
import dev.yardmaster.selection.ExecutableCandidates;
import dev.yardmaster.selection.ExecutableSelection;
import dev.yardmaster.selection.SelectionContext;
import dev.yardmaster.selection.SelectionContexts;
import dev.yardmaster.session.run.SessionTask;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Plans on which executable, in which mode and on which slots a session runs. For any thread. */
@Singleton
public class SessionPlanner {
    private static final Occupancy NO_POOLS = Occupancy.of(List.of(), (_, model) -> model);

    private final SelectionContexts contexts;
    private final Providers providers;
    private final Executables executables;
    private final Projects projects;

    SessionPlanner(SelectionContexts contexts, Providers providers, Executables executables, Projects projects) {
        this.contexts = contexts;
        this.providers = providers;
        this.executables = executables;
        this.projects = projects;
    }

    /** The facts that hold for all agents now. */
    public Uni<SelectionContext> selectionContext(SqlClient client) {
        return contexts.current(client);
    }

    /**
     * Plans a session. Fails with {@code unknown_provider}, {@code unknown_executable} or {@code provider_unavailable} if the session
     * cannot start.
     *
     * @param occupancy the slots that are taken
     */
    Uni<SessionPlan> plan(SqlClient client, SessionRequest request, Occupancy occupancy) {
        AgentProfile agent = request.agent();
        return contexts.current(client, request.budgets())
                .chain(context -> project(client, agent, request.task().flatMap(SessionTask::project))
                        .map(project -> {
                            context.requireKnown(agent, request.choice(), project);
                            Resolution resolution =
                                    select(context, request, project, occupancy).resolution();
                            return plan(agent, resolution, project, slots(occupancy, agent, resolution));
                        }));
    }

    /**
     * Explains on what a session of an agent would run. The resolution reports a problem instead of failing, and occupied slots do not
     * count.
     */
    Uni<Resolution> explain(SqlClient client, AgentProfile agent, Choice choice) {
        return contexts.current(client)
                .chain(context -> project(client, agent, Optional.empty())
                        .map(project -> select(context, agent, context.candidates(agent, choice, project), NO_POOLS)
                                .explained()));
    }

    /** A conversation that is to be resumed comes before the order of the candidates. */
    private static ExecutableSelection select(
            SelectionContext context, SessionRequest request, Optional<Project> project, Occupancy occupancy) {
        ExecutableCandidates candidates = context.candidates(request.agent(), request.choice(), project);
        ExecutableCandidates preferred = request.continuation()
                .filter(it -> it.prompt().isPresent())
                .flatMap(Continuation::resumed)
                .map(candidates::preferring)
                .orElse(candidates);
        return select(context, request.agent(), preferred, occupancy);
    }

    private static ExecutableSelection select(
            SelectionContext context, AgentProfile agent, ExecutableCandidates candidates, Occupancy occupancy) {
        return candidates.select(candidate -> context.contention(agent.kind(), candidate, occupancy, _ -> 0));
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
        return switch (occupancy.place(SelectionContext.slotRequest(agent.kind(), resolution))) {
            case Placement.Placed placed -> placed.slots();
            case Placement.Full(String reason) ->
                throw new IllegalStateException("An executable was selected although its pool is full: " + reason);
        };
    }

    private Uni<Optional<Project>> project(SqlClient client, AgentProfile agent, Optional<UUID> projectOfTask) {
        return agent.context()
                .project()
                .or(() -> projectOfTask)
                .map(id -> projects.profile(client, id).map(Optional::of))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }
}
