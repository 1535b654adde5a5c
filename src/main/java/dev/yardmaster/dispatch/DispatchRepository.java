package dev.yardmaster.dispatch;

import dev.yardmaster.agent.AgentEquipment;
import dev.yardmaster.agent.AgentKind;
import dev.yardmaster.agent.AgentMode;
import dev.yardmaster.agent.AgentProfile;
import dev.yardmaster.agent.Role;
import dev.yardmaster.provider.JsonTree;
import dev.yardmaster.provider.LaunchMode;
import dev.yardmaster.provider.McpServersJson;
import dev.yardmaster.provider.Permissions;
import dev.yardmaster.provider.Preferences.Choice;
import dev.yardmaster.session.Continuation;
import dev.yardmaster.session.SessionLaunch;
import dev.yardmaster.session.SessionPlanner;
import dev.yardmaster.session.SessionStarter;
import dev.yardmaster.session.SessionWish;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the dispatcher reads and claims. */
@Singleton
class DispatchRepository {
    private static final String FREE_AGENTS = """
            SELECT a.*, a.max_concurrent_tasks - count(s.id)::int AS free
            FROM agent a LEFT JOIN session s ON s.agent = a.id AND s.ended_at IS NULL
            WHERE a.enabled
            GROUP BY a.id HAVING count(s.id) < a.max_concurrent_tasks
            ORDER BY a.name
            """;

    private static final String READY_TASKS = """
            SELECT id, role, reserved_for FROM task
            WHERE state = 'open' AND (scheduled_for IS NULL OR scheduled_for <= now())
                AND (reserved_for = ANY($1) OR reserved_for IS NULL AND role = ANY($2))
            ORDER BY priority, created_at, id LIMIT $3
            """;

    private static final String NEXT_SCHEDULED = """
            SELECT extract(epoch FROM min(scheduled_for) - now())::double precision FROM task
            WHERE state = 'open' AND scheduled_for > now()
            """;

    // Another dispatcher, or the user, may have been faster.
    private static final String LOCK_TASK = """
            SELECT prompt, project, session FROM task
            WHERE id = $1 AND state = 'open' AND (scheduled_for IS NULL OR scheduled_for <= now())
            FOR UPDATE SKIP LOCKED
            """;

    private static final String CLAIM_TASK = """
            UPDATE task SET state = 'running', assignee = $2, session = $3, attempts = attempts + 1, reason = NULL,
                scheduled_for = NULL, updated_at = now()
            WHERE id = $1
            """;

    private static final String TELL = """
            UPDATE task SET reason = $2 WHERE id = $1 AND state = 'open' AND reason IS DISTINCT FROM $2
            """;

    private final Pool pool;
    private final SessionStarter starter;
    private final SessionPlanner planner;

    DispatchRepository(Pool pool, SessionStarter starter, SessionPlanner planner) {
        this.pool = pool;
        this.planner = planner;
        this.starter = starter;
    }

    /** The agents that could take a task. */
    Uni<List<FreeAgent>> freeAgents() {
        return pool.preparedQuery(FREE_AGENTS)
                .execute()
                .map(rows -> rows.stream().map(DispatchRepository::freeAgent).toList());
    }

    /** The ready tasks that one of these agents could take, the most urgent first. */
    Uni<List<ReadyTask>> readyTasks(List<FreeAgent> agents, int limit) {
        UUID[] ids = agents.stream().map(agent -> agent.profile().id()).toArray(UUID[]::new);
        String[] roles = agents.stream().map(FreeAgent::role).distinct().toArray(String[]::new);
        return pool.preparedQuery(READY_TASKS)
                .execute(Tuple.of(ids, roles, limit))
                .map(rows -> rows.stream()
                        .map(row -> new ReadyTask(
                                row.getUUID("id"),
                                row.getString("role"),
                                Optional.ofNullable(row.getUUID("reserved_for"))))
                        .toList());
    }

    /** How long until the next scheduled task is ready. */
    Uni<Optional<Duration>> untilNextScheduled() {
        return pool.preparedQuery(NEXT_SCHEDULED)
                .execute()
                .map(rows -> Optional.ofNullable(rows.iterator().next().getDouble(0))
                        .map(seconds -> Duration.ofMillis((long) Math.ceil(seconds * 1000))));
    }

    /** How long until the first limit is over. */
    Uni<Optional<Duration>> untilSoonestReset() {
        return planner.soonestReset(pool)
                .map(reset -> reset.map(at -> Duration.between(Instant.now(), at))
                        .map(left -> left.isNegative() ? Duration.ZERO : left));
    }

    /** Claims a task for an agent: both and the new session in one transaction. Empty when somebody else was faster. */
    Uni<Optional<SessionLaunch>> claim(DispatchPlanner.Assignment assignment) {
        UUID task = assignment.task().id();
        AgentProfile agent = assignment.agent().profile();
        return pool.withTransaction(transaction -> transaction
                .preparedQuery(LOCK_TASK)
                .execute(Tuple.of(task))
                .chain(rows -> rows.size() == 0
                        ? Uni.createFrom().item(Optional.empty())
                        : store(transaction, task, agent, rows.iterator().next())));
    }

    /** Why no session of these agents can be started now, by agent. */
    Uni<Map<UUID, String>> obstacles(List<FreeAgent> agents) {
        return planner.obstacles(pool, agents.stream().map(FreeAgent::profile).toList());
    }

    /** Tells a waiting task's user why it waits. */
    Uni<Void> tell(UUID task, String reason) {
        return pool.preparedQuery(TELL).execute(Tuple.of(task, reason)).replaceWithVoid();
    }

    private Uni<Optional<SessionLaunch>> store(SqlConnection transaction, UUID task, AgentProfile agent, Row row) {
        return continuation(row.getUUID("session"))
                .map(continuation -> new SessionWish(
                        agent,
                        Choice.NONE,
                        Optional.of(task),
                        Optional.ofNullable(row.getUUID("project")),
                        Optional.of(row.getString("prompt")),
                        continuation))
                .chain(wish -> starter.store(transaction, wish))
                .call(launch ->
                        transaction.preparedQuery(CLAIM_TASK).execute(Tuple.of(task, agent.id(), launch.session())))
                .map(Optional::of);
    }

    private Uni<Optional<Continuation>> continuation(@Nullable UUID last) {
        return last == null ? Uni.createFrom().item(Optional.empty()) : starter.continuation(last);
    }

    private static FreeAgent freeAgent(Row row) {
        var profile = new AgentProfile(
                row.getUUID("id"),
                row.getString("name"),
                new AgentKind(
                        Role.of(row.getString("role")),
                        AgentMode.of(row.getString("mode")),
                        Optional.ofNullable(row.getString("focus"))),
                Optional.ofNullable(row.getString("provider")),
                Optional.ofNullable(row.getString("model")),
                Optional.ofNullable(row.getString("executable")),
                Optional.ofNullable(row.getString("launch_mode")).map(LaunchMode::of),
                row.getBoolean("fallback"),
                List.of(row.getArrayOfStrings("fallback_chain")),
                new AgentEquipment(
                        Optional.ofNullable(row.getUUID("project")),
                        Permissions.of(row.getString("permissions")),
                        McpServersJson.read(JsonTree.of(row.getJsonObject("mcp_servers"))),
                        Optional.ofNullable(row.getString("instructions"))));
        return new FreeAgent(profile, row.getString("role"), row.getInteger("free"));
    }
}
