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

/** Turns a wish into a stored session that can be launched. */
@Singleton
public class SessionFactory {
    private static final String INSERT = """
            INSERT INTO session (id, instance, agent, agent_name, task, provider, executable, model, mode, directory, resolution, earlier,
                state, started_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'starting', now())
            """;

    /** The environment variable by which the processes of an installation are known. */
    static final String INSTANCE = "YARDMASTER_INSTANCE";

    private final SessionPlanner planner;
    private final SessionRepository repository;
    private final Slots slots;
    private final ResolutionJson resolutions;
    private final Installation instance;

    SessionFactory(
            SessionPlanner planner,
            SessionRepository repository,
            Slots slots,
            ResolutionJson resolutions,
            Installation instance) {
        this.planner = planner;
        this.slots = slots;
        this.repository = repository;
        this.resolutions = resolutions;
        this.instance = instance;
    }

    /**
     * Stores a session as part of a transaction; to be launched once that is committed. Fails with {@code conflict} when the agent has
     * as many sessions as it may, and with {@code provider_unavailable} when there is nothing it can run on now.
     */
    public Uni<SessionLaunch> store(SqlConnection transaction, SessionRequest wish) {
        return requireCapacity(transaction, wish.agent())
                .chain(() -> slots.locked(transaction, wish.agent().kind()))
                .chain(occupancy -> planner.plan(transaction, wish, occupancy))
                .map(plan -> new Prepared(plan, launch(plan, wish)))
                .call(prepared -> transaction.preparedQuery(INSERT).execute(row(prepared, wish)))
                .call(prepared -> slots.take(
                        transaction,
                        prepared.launch().session(),
                        prepared.plan().slots()))
                .map(Prepared::launch);
    }

    /** The session that the next session of a task continues: the task's last session, if its CLI had started to work. */
    public Uni<Optional<Continuation>> continuation(SqlClient client, UUID last) {
        return repository
                .get(client, last)
                .map(session -> Optional.of(session)
                        .filter(it -> it.providerSession().isPresent())
                        .map(it -> new Continuation(it, false)));
    }

    private record Prepared(SessionPlan plan, SessionLaunch launch) {}

    private SessionLaunch launch(SessionPlan plan, SessionRequest wish) {
        AgentProfile agent = wish.agent();
        UUID session = Ids.next();
        Path scratch = instance.scratch(session);
        Optional<Session> resumed = wish.continuation()
                .filter(it -> it.resumesOn(plan.executable().name()))
                .map(Continuation::earlier);
        Optional<Session> handedOver =
                resumed.isPresent() ? Optional.empty() : wish.continuation().map(Continuation::earlier);
        Optional<String> prompt =
                handedOver.isPresent() ? Optional.of(HandOffs.prompt(scratch, wish.prompt())) : wish.prompt();
        requirePrompt(plan, prompt);
        var request = new LaunchRequest(
                plan.executable(),
                plan.mode(),
                plan.resolution().model(),
                directory(plan, wish, session),
                new Conversation(session, resumed.flatMap(Session::providerSession), prompt),
                context(agent, plan.project(), scratch),
                identity(wish));
        return new SessionLaunch(
                agent.id(),
                wish.task(),
                plan.provider(),
                request,
                plan.project(),
                handedOver,
                plan.resolution().hops().size() - 1);
    }

    private static void requirePrompt(SessionPlan plan, Optional<String> prompt) {
        if (plan.mode() == LaunchMode.ONE_SHOT && prompt.isEmpty()) {
            throw new YardmasterException(
                    ErrorCode.INVALID_REQUEST,
                    "The agent's sessions are one-shot, so this one needs a prompt. Send {\"prompt\": …}.");
        }
    }

    /** Where the earlier session worked; else the project's work tree; else a private directory, the same for all sessions of a task. */
    private Path directory(SessionPlan plan, SessionRequest wish, UUID session) {
        return wish.continuation()
                .map(it -> Path.of(it.earlier().directory()))
                .or(() -> plan.project().map(project -> Path.of(project.path())))
                .orElseGet(() -> instance.workDirectory(wish.task().orElse(session)));
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

    private Tuple row(Prepared prepared, SessionRequest wish) {
        SessionPlan plan = prepared.plan();
        LaunchRequest request = prepared.launch().request();
        return Tuple.tuple()
                .addUUID(prepared.launch().session())
                .addUUID(instance.id())
                .addUUID(wish.agent().id())
                .addString(wish.agent().name())
                .addUUID(wish.task().orElse(null))
                .addString(plan.provider().id().value())
                .addString(plan.executable().name())
                .addString(request.model().orElse(null))
                .addString(plan.mode().value())
                .addString(request.directory().toString())
                .addValue(resolutions.json(plan.resolution()))
                .addUUID(wish.continuation().map(it -> it.earlier().id()).orElse(null));
    }

    private Map<String, String> identity(SessionRequest wish) {
        Map<String, String> identity = new HashMap<>(Map.of(
                INSTANCE,
                instance.id().toString(),
                "YARDMASTER_AGENT",
                wish.agent().name()));
        wish.task().ifPresent(task -> identity.put("YARDMASTER_TASK", task.toString()));
        return identity;
    }

    private static Uni<Void> requireCapacity(SqlConnection transaction, AgentProfile agent) {
        // The lock first and the count in a statement of its own, so that it counts what others have committed
        // meanwhile.
        return transaction
                .preparedQuery("SELECT max_concurrent_tasks FROM agent WHERE id = $1 FOR UPDATE")
                .execute(Tuple.of(agent.id()))
                .map(rows -> rows.size() == 0 ? 0 : rows.iterator().next().getInteger(0))
                .chain(max -> transaction
                        .preparedQuery("SELECT count(*) FROM session WHERE agent = $1 AND ended_at IS NULL")
                        .execute(Tuple.of(agent.id()))
                        .invoke(rows -> {
                            if (rows.iterator().next().getLong(0) >= max) {
                                throw new YardmasterException(
                                        ErrorCode.CONFLICT,
                                        "The agent '" + agent.name() + "' has as many sessions as it may (" + max
                                                + "). Wait for one to end, stop one, or raise its maxConcurrentTasks.");
                            }
                        }))
                .replaceWithVoid();
    }
}
