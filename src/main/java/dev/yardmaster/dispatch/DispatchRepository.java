package dev.yardmaster.dispatch;

import dev.yardmaster.agent.Role;
import dev.yardmaster.pool.Slots;
import dev.yardmaster.project.Projects;
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

/** What the dispatcher looks at. What it costs does not depend on how many tasks wait. */
@Singleton
class DispatchRepository {
    /** The most tasks of one lane that one look is about. */
    static final int TASKS_AT_ONCE = 200;

    private static final String AGENDA = """
            SELECT p.since IS NOT NULL AS paused, p.until AS paused_until, p.reason,
                (SELECT min(scheduled_for) FROM task WHERE state = 'open' AND scheduled_for IS NOT NULL) AS next_scheduled,
                (SELECT min(blocked_until) FROM limit_entry WHERE cleared_at IS NULL AND blocked_until > now()) AS next_reset,
                now() AS at
            FROM (SELECT 1) one LEFT JOIN dispatch_pause p ON p.until IS NULL OR p.until > now()
            """;

    // What others are changing is left alone, here and below: they may lock the same tasks in another order.
    private static final String RELEASE = """
            UPDATE task SET scheduled_for = NULL WHERE id IN (
                SELECT id FROM task WHERE state = 'open' AND scheduled_for <= now() FOR UPDATE SKIP LOCKED)
            """;

    private static final String LANES = """
            SELECT * FROM task_queue WHERE reserved_for = ANY($1) OR reserved_for IS NULL AND role = ANY($2)
            """;

    // Of each lane and priority the oldest, and no more than could be started.
    private static final String READY = """
            SELECT t.id, t.queue, t.effective_priority, t.created_at
            FROM unnest($1::int[], $2::int[]) AS wanted (queue, room) CROSS JOIN generate_series(1, 5) AS urgency
                CROSS JOIN LATERAL (
                    SELECT id, queue, effective_priority, created_at FROM task
                    WHERE queue = wanted.queue AND effective_priority = urgency
                        AND state = 'open' AND blockers = 0 AND NOT held AND scheduled_for IS NULL
                    ORDER BY created_at, id LIMIT wanted.room) t
            """;

    private static final String TELL = """
            WITH silent AS (
                SELECT task.id, told.reason FROM task JOIN unnest($1::uuid[], $2::text[]) AS told (id, reason) ON told.id = task.id
                WHERE task.state = 'open' AND task.reason IS DISTINCT FROM told.reason
                FOR UPDATE OF task SKIP LOCKED)
            UPDATE task SET reason = silent.reason FROM silent WHERE task.id = silent.id
            """;

    private final Pool pool;
    private final SessionPlanner planner;
    private final Projects projects;
    private final Slots slots;
    private final AgentAvailability crew;

    DispatchRepository(Pool pool, SessionPlanner planner, Projects projects, Slots slots, AgentAvailability crew) {
        this.pool = pool;
        this.planner = planner;
        this.projects = projects;
        this.slots = slots;
        this.crew = crew;
    }

    /** What is to happen when. */
    Uni<DispatchSchedule> agenda() {
        return pool.preparedQuery(AGENDA)
                .execute()
                .map(rows -> agenda(rows.iterator().next()));
    }

    /** Makes the scheduled tasks ready whose time has come. */
    Uni<Void> release() {
        return pool.preparedQuery(RELEASE).execute().replaceWithVoid();
    }

    /** What could be started now; without tasks when there is nothing to do for anybody who has time for it. */
    Uni<Optional<DispatchSnapshot>> look() {
        return crew.free()
                .chain(agents -> agents.isEmpty()
                        ? Uni.createFrom().item(Optional.empty())
                        : tasks(agents).chain(tasks -> situation(agents, tasks)));
    }

    /** The same for a task, with all agents, as if they had nothing to do. */
    Uni<DispatchSnapshot> lookFor(ReadyTask task, List<AvailableAgent> agents) {
        return situated(agents, List.of(task));
    }

    /** Tells the users of waiting tasks why they wait. */
    Uni<Void> tell(Map<UUID, String> reasons) {
        if (reasons.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return pool.preparedQuery(TELL)
                .execute(Tuple.of(
                        reasons.keySet().toArray(UUID[]::new), reasons.values().toArray(String[]::new)))
                .replaceWithVoid();
    }

    private Uni<Optional<DispatchSnapshot>> situation(List<AvailableAgent> agents, List<ReadyTask> tasks) {
        return tasks.isEmpty()
                ? Uni.createFrom().item(Optional.empty())
                : situated(agents, tasks).map(Optional::of);
    }

    private Uni<DispatchSnapshot> situated(List<AvailableAgent> agents, List<ReadyTask> tasks) {
        return planner.selectionContext(pool)
                .chain(outlook -> projects.all(pool, projectsOf(agents, tasks))
                        .chain(known -> slots.current(pool)
                                .map(occupancy -> new DispatchSnapshot(tasks, agents, outlook, known, occupancy))));
    }

    private Uni<List<ReadyTask>> tasks(List<AvailableAgent> agents) {
        return lanes(agents).chain(rooms -> rooms.isEmpty() ? Uni.createFrom().item(List.of()) : ready(rooms));
    }

    /** The lanes that these agents may have something of, with how much of it they have room for. */
    private Uni<Map<TaskQueue, Integer>> lanes(List<AvailableAgent> agents) {
        UUID[] ids = agents.stream().map(agent -> agent.profile().id()).toArray(UUID[]::new);
        String[] roles = agents.stream()
                .map(agent -> agent.profile().kind().role().value())
                .distinct()
                .toArray(String[]::new);
        return pool.preparedQuery(LANES).execute(Tuple.of(ids, roles)).map(rows -> {
            Map<TaskQueue, Integer> rooms = new LinkedHashMap<>();
            var room = new QueueCapacity(agents);
            rows.forEach(row -> {
                TaskQueue lane = lane(row);
                int free = Math.min(TASKS_AT_ONCE, room.of(lane));
                if (free > 0) {
                    rooms.put(lane, free);
                }
            });
            return rooms;
        });
    }

    private Uni<List<ReadyTask>> ready(Map<TaskQueue, Integer> rooms) {
        Map<Integer, TaskQueue> lanes =
                rooms.keySet().stream().collect(Collectors.toMap(TaskQueue::id, Function.identity()));
        Integer[] ids = rooms.keySet().stream().map(TaskQueue::id).toArray(Integer[]::new);
        return pool.preparedQuery(READY)
                .execute(Tuple.of(ids, rooms.values().toArray(Integer[]::new)))
                .map(rows -> rows.stream()
                        .flatMap(row -> Stream.ofNullable(lanes.get(row.getInteger("queue")))
                                .map(lane -> readyTask(row, lane)))
                        .toList());
    }

    private static Set<UUID> projectsOf(Collection<AvailableAgent> agents, List<ReadyTask> tasks) {
        Set<UUID> ids = new HashSet<>();
        agents.forEach(agent -> agent.profile().context().project().ifPresent(ids::add));
        tasks.forEach(task -> task.lane().project().ifPresent(ids::add));
        return ids;
    }

    static ReadyTask readyTask(Row row, TaskQueue lane) {
        return new ReadyTask(
                row.getUUID("id"),
                lane,
                row.getShort("effective_priority"),
                row.getOffsetDateTime("created_at").toInstant());
    }

    static TaskQueue lane(Row row) {
        return new TaskQueue(
                row.getInteger("id"),
                Role.of(row.getString("role")),
                Optional.ofNullable(row.getUUID("reserved_for")),
                Optional.ofNullable(row.getUUID("project")),
                Set.of(row.getArrayOfStrings("requires")));
    }

    private static DispatchSchedule agenda(Row row) {
        Optional<PauseRepository.Pause> pause = row.getBoolean("paused")
                ? Optional.of(new PauseRepository.Pause(
                        instant(row.getOffsetDateTime("paused_until")), Optional.ofNullable(row.getString("reason"))))
                : Optional.empty();
        return new DispatchSchedule(
                row.getOffsetDateTime("at").toInstant(),
                pause,
                instant(row.getOffsetDateTime("next_scheduled")),
                instant(row.getOffsetDateTime("next_reset")));
    }

    static Optional<Instant> instant(@Nullable OffsetDateTime at) {
        return Optional.ofNullable(at).map(OffsetDateTime::toInstant);
    }
}
