package dev.yardmaster.session;

import dev.yardmaster.agent.AgentProfile;
import dev.yardmaster.id.Ids;
import dev.yardmaster.mcp.McpServer;
import dev.yardmaster.mcp.McpServers;
import dev.yardmaster.pool.Slots;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.project.Project;
import dev.yardmaster.provider.LaunchContext;
import dev.yardmaster.provider.LaunchMode;
import dev.yardmaster.provider.LaunchRequest;
import dev.yardmaster.provider.LaunchRequest.Conversation;
import dev.yardmaster.session.handoff.HandOffs;
import dev.yardmaster.session.run.SessionLaunch;
import dev.yardmaster.session.run.SessionTask;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Creates sessions: plans a requested session, stores it, and describes how to launch it. */
@Singleton
public class SessionFactory {
    private static final String INSERT = """
            INSERT INTO session (id, instance, agent, agent_name, task, provider, executable, model, mode, directory, resolution, earlier,
                state, started_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'starting', now())
            """;

    /** The environment variable that marks the processes of an installation. */
    static final String INSTALLATION_VARIABLE = "YARDMASTER_INSTANCE";

    private final SessionPlanner planner;
    private final SessionRepository repository;
    private final Slots slots;
    private final ResolutionJson resolutions;
    private final Installation installation;
    private final SessionAdditions additions;

    SessionFactory(
            SessionPlanner planner,
            SessionRepository repository,
            Slots slots,
            ResolutionJson resolutions,
            Installation installation,
            SessionAdditions additions) {
        this.planner = planner;
        this.repository = repository;
        this.slots = slots;
        this.resolutions = resolutions;
        this.installation = installation;
        this.additions = additions;
    }

    /**
     * Creates a session within a transaction. To be launched after the commit. Fails with {@code conflict} if the agent already has
     * {@code maxConcurrentTasks} sessions, and with {@code provider_unavailable} if no executable is available for it now.
     */
    public Uni<SessionLaunch> create(SqlConnection transaction, SessionRequest request) {
        return create(transaction, Ids.next(), request);
    }

    /** As {@link #create(SqlConnection, SessionRequest)}, with an id for the session. */
    Uni<SessionLaunch> create(SqlConnection transaction, UUID id, SessionRequest request) {
        return requireCapacity(transaction, request.agent())
                .chain(() -> additions.opened(transaction, id, request))
                .chain(opened -> createOpened(transaction, id, opened));
    }

    private Uni<SessionLaunch> createOpened(SqlConnection transaction, UUID id, SessionRequest request) {
        return slots.locked(transaction, request.agent().kind())
                .chain(occupancy -> planner.plan(transaction, request, occupancy))
                .chain(plan -> additions
                        .worktree(transaction, plan.project(), request)
                        .map(worktree -> new Planned(plan, launch(id, plan, request, worktree))))
                .call(planned -> transaction.preparedQuery(INSERT).execute(row(planned, request)))
                .call(planned -> slots.take(
                        transaction, planned.launch().session(), planned.plan().slots()))
                .chain(planned -> additions.complete(transaction, planned.launch(), request.agent()));
    }

    /** How the next session of a task continues the last one; empty if the last one has had no conversation. */
    public Uni<Optional<Continuation>> continuation(SqlClient client, UUID last) {
        return repository
                .get(client, last)
                .map(session -> Optional.of(session)
                        .filter(it -> it.providerSession().isPresent())
                        .map(it -> new Continuation(it, false)));
    }

    /** How a session resumes the last conversation that an agent has had outside of tasks; empty if it has had none. */
    public Uni<Optional<Continuation>> resumption(SqlClient client, UUID agent) {
        return repository
                .lastConversation(client, agent)
                .map(found -> found.map(session -> new Continuation(session, true)));
    }

    private record Planned(SessionPlan plan, SessionLaunch launch) {}

    private SessionLaunch launch(UUID session, SessionPlan plan, SessionRequest request, Optional<Path> worktree) {
        AgentProfile agent = request.agent();
        Path scratch = installation.scratch(session);
        Optional<Continuation> resuming = request.continuation()
                .filter(it -> it.resumesOn(plan.executable().name()));
        Optional<Session> resumed = resuming.map(Continuation::earlier);
        Optional<Session> handedOver =
                resumed.isPresent() ? Optional.empty() : request.continuation().map(Continuation::earlier);
        Optional<String> prompt = handedOver.isPresent()
                ? Optional.of(handOff(request, scratch))
                : resuming.flatMap(Continuation::prompt).or(request::prompt);
        requirePrompt(plan, prompt);
        var launchRequest = new LaunchRequest(
                plan.executable(),
                plan.mode(),
                plan.resolution().model(),
                worktree.orElseGet(() -> directory(plan, request, session)),
                new Conversation(session, resumed.flatMap(Session::providerSession), prompt),
                context(agent, plan.project(), scratch),
                identity(request));
        return new SessionLaunch(
                agent.id(),
                request.task(),
                plan.provider(),
                launchRequest,
                Optional.empty(),
                plan.project(),
                handedOver.map(Session::forHandOff),
                plan.resolution().hops().size() - 1,
                request.staysOpen());
    }

    /** A session that was started for mail does not go on with the work of the earlier one. */
    private static String handOff(SessionRequest request, Path scratch) {
        return request.task().isPresent() || request.staysOpen()
                ? HandOffs.prompt(scratch, request.prompt())
                : HandOffs.background(scratch, request.prompt());
    }

    private static void requirePrompt(SessionPlan plan, Optional<String> prompt) {
        if (plan.mode() == LaunchMode.ONE_SHOT && prompt.isEmpty()) {
            throw new YardmasterException(
                    ErrorCode.INVALID_REQUEST,
                    "The agent's sessions are one-shot and need a prompt. Send {\"prompt\": …}.");
        }
    }

    /**
     * Without a worktree: the directory of the earlier session, else the project's own work tree, else a private directory that all sessions
     * of a task share.
     */
    private Path directory(SessionPlan plan, SessionRequest request, UUID session) {
        return request.continuation()
                .map(it -> Path.of(it.earlier().directory()))
                .or(() -> plan.project().map(project -> Path.of(project.path())))
                .orElseGet(() -> installation.workDirectory(taskId(request).orElse(session)));
    }

    private static LaunchContext context(AgentProfile agent, Optional<Project> project, Path scratch) {
        List<McpServer> servers = McpServers.merge(
                project.map(Project::servers).orElse(List.of()), agent.context().mcpServers());
        McpServers.check(servers);
        String instructions = Stream.of(
                        project.flatMap(Project::instructions), agent.context().instructions())
                .flatMap(Optional::stream)
                .collect(Collectors.joining("\n\n"));
        return new LaunchContext(
                Optional.of(instructions).filter(text -> !text.isEmpty()),
                servers,
                agent.context().permissions(),
                scratch);
    }

    private Tuple row(Planned planned, SessionRequest request) {
        SessionPlan plan = planned.plan();
        LaunchRequest launch = planned.launch().request();
        return Tuple.tuple()
                .addUUID(planned.launch().session())
                .addUUID(installation.id())
                .addUUID(request.agent().id())
                .addString(request.agent().name())
                .addUUID(taskId(request).orElse(null))
                .addString(plan.provider().id().value())
                .addString(plan.executable().name())
                .addString(launch.model().orElse(null))
                .addString(plan.mode().value())
                .addString(launch.directory().toString())
                .addValue(resolutions.json(plan.resolution()))
                .addUUID(request.continuation().map(it -> it.earlier().id()).orElse(null));
    }

    private Map<String, String> identity(SessionRequest request) {
        Map<String, String> identity = new HashMap<>(Map.of(
                INSTALLATION_VARIABLE,
                installation.id().toString(),
                "YARDMASTER_AGENT",
                request.agent().name()));
        taskId(request).ifPresent(task -> identity.put("YARDMASTER_TASK", task.toString()));
        return identity;
    }

    private static Optional<UUID> taskId(SessionRequest request) {
        return request.task().map(SessionTask::id);
    }

    private static Uni<Void> requireCapacity(SqlConnection transaction, AgentProfile agent) {
        // Locks first and counts in a second statement, which sees the sessions that were committed while this one
        // waited.
        return transaction
                .preparedQuery("SELECT max_concurrent_tasks FROM agent WHERE id = $1 FOR UPDATE")
                .execute(Tuple.of(agent.id()))
                .map(rows -> {
                    if (rows.size() == 0) {
                        throw new YardmasterException(
                                ErrorCode.CONFLICT, "The agent '" + agent.name() + "' was removed just now.");
                    }
                    return rows.iterator().next().getInteger(0);
                })
                .chain(max -> transaction
                        .preparedQuery("SELECT count(*) FROM session WHERE agent = $1 AND ended_at IS NULL")
                        .execute(Tuple.of(agent.id()))
                        .invoke(rows -> {
                            if (rows.iterator().next().getLong(0) >= max) {
                                throw new YardmasterException(
                                        ErrorCode.CONFLICT,
                                        "The agent '" + agent.name() + "' already runs its maximum of " + max
                                                + " sessions. Wait for one to end, stop one, or raise its maxConcurrentTasks.");
                            }
                        }))
                .replaceWithVoid();
    }
}
