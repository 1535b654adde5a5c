package dev.yardmaster.dispatch;

import dev.yardmaster.agent.Role;
import dev.yardmaster.dispatch.PauseRepository.Pause;
import dev.yardmaster.dispatch.planning.AvailableAgent;
import dev.yardmaster.dispatch.planning.DispatchSnapshot;
import dev.yardmaster.dispatch.planning.QueueCapacity;
import dev.yardmaster.dispatch.planning.ReadyTask;
import dev.yardmaster.dispatch.planning.TaskQueue;
import dev.yardmaster.pool.Slots;
import dev.yardmaster.project.Projects;
import dev.yardmaster.provider.resolution.Preferences.Choice;
import dev.yardmaster.session.SessionPlanner;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the dispatcher decides on. The cost of a snapshot does not depend on the number of waiting tasks, except
 * for those of plans over budget.
 */
@Singleton
class DispatchRepository {
    private static final String SCHEDULE = """
            SELECT p.since IS NOT NULL AS paused, p.until AS paused_until, p.reason,
                (SELECT min(scheduled_for) FROM task WHERE state = 'open' AND scheduled_for IS NOT NULL) AS next_scheduled,
                (SELECT min(blocked_until) FROM limit_entry WHERE cleared_at IS NULL AND blocked_until > now()) AS next_reset,
                now() AS at
            FROM (SELECT 1) one LEFT JOIN dispatch_pause p ON p.until IS NULL OR p.until > now()
            """;

    // Skips rows that others are changing, since they may lock the same rows in another order.
    private static final String RELEASE = """
            UPDATE task SET scheduled_for = NULL WHERE id IN (
                SELECT id FROM task WHERE state = 'open' AND scheduled_for <= now() FOR UPDATE SKIP LOCKED)
            """;

    private static final String QUEUES = """
            SELECT * FROM task_queue WHERE reserved_for = ANY($1) OR reserved_for IS NULL AND role = ANY($2)
            """;

    // For each queue and priority the oldest tasks, no more than its agents can start, without those of some plans.
    private static final String READY = """
            SELECT t.id, t.queue, t.plan, t.resumed_by, t.effective_priority, t.created_at
            FROM unnest($1::int[], $2::int[]) AS wanted (queue, most) CROSS JOIN generate_series(1, 5) AS urgency
                CROSS JOIN LATERAL (
                    SELECT id, queue, plan, CASE WHEN resumes THEN assignee END AS resumed_by, effective_priority, created_at FROM task
                    WHERE queue = wanted.queue AND effective_priority = urgency
                        AND state = 'open' AND blockers = 0 AND NOT held AND scheduled_for IS NULL
                        AND (plan IS NULL OR plan <> ALL($3))
                    ORDER BY created_at, id LIMIT wanted.most) t
            """;

    private final Pool pool;
    private final SessionPlanner planner;
    private final Projects projects;
    private final Slots slots;
    private final AgentAvailability availability;

    DispatchRepository(
            Pool pool, SessionPlanner planner, Projects projects, Slots slots, AgentAvailability availability) {
        this.pool = pool;
        this.planner = planner;
        this.projects = projects;
        this.slots = slots;
        this.availability = availability;
    }

    /** When time alone changes what can start. */
    Uni<DispatchSchedule> schedule() {
        return pool.preparedQuery(SCHEDULE)
                .execute()
                .map(rows -> schedule(rows.iterator().next()));
    }

    /** Makes the scheduled tasks ready whose time has come. */
    Uni<Void> releaseDueTasks() {
        return pool.preparedQuery(RELEASE).execute().replaceWithVoid();
    }

    /** The free agents and the ready tasks that they may start; empty if there are no such agents or no such tasks. */
    Uni<Optional<DispatchSnapshot>> snapshot() {
        return availability
                .free()
                .chain(agents -> agents.isEmpty()
                        ? Uni.createFrom().item(Optional.empty())
                        : queueLimits(agents).chain(limits -> snapshot(agents, limits)));
    }

    /** A snapshot of one task and these agents. */
    Uni<DispatchSnapshot> snapshotOf(ReadyTask task, List<AvailableAgent> agents) {
        return snapshotOf(List.of(task), agents);
    }

    private Uni<Optional<DispatchSnapshot>> snapshot(List<AvailableAgent> agents, Map<TaskQueue, Integer> limits) {
        return readyTasks(limits, Set.of())
                .chain(tasks -> tasks.isEmpty()
                        ? Uni.createFrom().item(Optional.empty())
                        : snapshotOf(tasks, agents)
                                .chain(snapshot -> withOtherPlans(snapshot, limits))
                                .map(Optional::of));
    }

    /** Adds the tasks behind those of plans over budget, which do not start. */
    private Uni<DispatchSnapshot> withOtherPlans(DispatchSnapshot snapshot, Map<TaskQueue, Integer> limits) {
        Set<UUID> spent = snapshot.context().budgets().plans();
        return snapshot.tasks().stream().flatMap(task -> task.plan().stream()).noneMatch(spent::contains)
                ? Uni.createFrom().item(snapshot)
                : readyTasks(limits, spent).map(snapshot::withMore);
    }

    private Uni<DispatchSnapshot> snapshotOf(List<ReadyTask> tasks, List<AvailableAgent> agents) {
        return planner.selectionContext(pool)
                .chain(context -> projects.all(pool, projectsOf(agents, tasks))
                        .chain(known -> slots.current(pool)
                                .map(occupancy -> new DispatchSnapshot(tasks, agents, context, known, occupancy))));
    }

    /** The queues that these agents are eligible for, each with the most tasks that a plan can start. */
    private Uni<Map<TaskQueue, Integer>> queueLimits(List<AvailableAgent> agents) {
        UUID[] ids = agents.stream().map(agent -> agent.profile().id()).toArray(UUID[]::new);
        String[] roles = agents.stream()
                .map(agent -> agent.profile().kind().role().value())
                .distinct()
                .toArray(String[]::new);
        return pool.preparedQuery(QUEUES).execute(Tuple.of(ids, roles)).map(rows -> {
            Map<TaskQueue, Integer> limits = new LinkedHashMap<>();
            var capacity = new QueueCapacity(agents);
            rows.forEach(row -> {
                TaskQueue queue = queue(row);
                int limit = Math.min(DispatchStore.MAX_TASKS_PER_QUEUE, capacity.of(queue));
                if (limit > 0) {
                    limits.put(queue, limit);
                }
            });
            return limits;
        });
    }

    private Uni<List<ReadyTask>> readyTasks(Map<TaskQueue, Integer> limits, Set<UUID> exceptPlans) {
        if (limits.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        Map<Integer, TaskQueue> queues =
                limits.keySet().stream().collect(Collectors.toMap(TaskQueue::id, Function.identity()));
        Integer[] ids = limits.keySet().stream().map(TaskQueue::id).toArray(Integer[]::new);
        return pool.preparedQuery(READY)
                .execute(Tuple.of(ids, limits.values().toArray(Integer[]::new), exceptPlans.toArray(UUID[]::new)))
                .map(rows -> rows.stream()
                        .flatMap(row -> Stream.ofNullable(queues.get(row.getInteger("queue")))
                                .map(queue -> readyTask(row, queue)))
                        .toList());
    }

    private static Set<UUID> projectsOf(Collection<AvailableAgent> agents, List<ReadyTask> tasks) {
        Set<UUID> ids = new HashSet<>();
        agents.forEach(agent -> agent.profile().context().project().ifPresent(ids::add));
        tasks.forEach(task -> task.queue().project().ifPresent(ids::add));
        return ids;
    }

    private static ReadyTask readyTask(Row row, TaskQueue queue) {
        return new ReadyTask(
                row.getUUID("id"),
                queue,
                Optional.ofNullable(row.getUUID("plan")),
                Optional.ofNullable(row.getUUID("resumed_by")),
                row.getShort("effective_priority"),
                row.getOffsetDateTime("created_at").toInstant());
    }

    /** Maps a row of the table of queues. */
    static TaskQueue queue(Row row) {
        return new TaskQueue(
                row.getInteger("id"),
                Role.of(row.getString("role")),
                Optional.ofNullable(row.getUUID("reserved_for")),
                Optional.ofNullable(row.getUUID("project")),
                Set.of(row.getArrayOfStrings("requires")),
                choice(row));
    }

    /** What the sessions of a task or a queue run on, where that is not left to the agent. */
    static Choice choice(Row row) {
        return new Choice(
                Optional.ofNullable(row.getString("provider")),
                Optional.ofNullable(row.getString("executable")),
                Optional.ofNullable(row.getString("model")));
    }

    private static DispatchSchedule schedule(Row row) {
        Optional<Pause> pause = row.getBoolean("paused")
                ? Optional.of(new Pause(
                        instant(row.getOffsetDateTime("paused_until")), Optional.ofNullable(row.getString("reason"))))
                : Optional.empty();
        return new DispatchSchedule(
                row.getOffsetDateTime("at").toInstant(),
                pause,
                instant(row.getOffsetDateTime("next_scheduled")),
                instant(row.getOffsetDateTime("next_reset")));
    }

    private static Optional<Instant> instant(@Nullable OffsetDateTime at) {
        return Optional.ofNullable(at).map(OffsetDateTime::toInstant);
    }
}
