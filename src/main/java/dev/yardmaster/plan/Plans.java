package dev.yardmaster.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.id.Ids;
import dev.yardmaster.problem.MergePatch;
import dev.yardmaster.problem.NotFound;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Reads plans and changes their states. {@link NewPlans} and {@link PlanApplication} add them. For any thread. */
@ApplicationScoped
public class Plans implements PanacheRepositoryBase<PlanEntity, UUID> {
    // The draft rule and the lock rule of the schema: a change of a plan's state can move tasks, so this lock comes
    // before all row locks.
    private static final String LOCK_TASK_GRAPH = "SELECT true FROM lock_task_graph()";

    // The plan lock rule of the schema: tasks before their plan.
    private static final String LOCK_TASKS = """
            SELECT count(*) FROM (SELECT FROM task WHERE plan IN (SELECT id FROM plan WHERE name = ?1 OR id::text = lower(?1))
                ORDER BY id FOR UPDATE) locked
            """;

    private static final String CANCEL_TASKS = """
            UPDATE task SET state = CASE state WHEN 'running' THEN state ELSE 'cancelled' END, cancelling = state = 'running',
                reason = 'Its plan was cancelled.', updated_at = now()
            WHERE plan = ?1 AND state IN ('open', 'waiting', 'running')
            """;

    // The claim of a task locks it too, so no task starts to run until the transaction ends.
    private static final String COUNT_RUNNING = """
            SELECT count(*) FILTER (WHERE state = 'running') FROM (SELECT state FROM task WHERE plan = ?1 FOR UPDATE) locked
            """;

    private static final String WAITING_OUTSIDE =
            "SELECT unnest(tasks_waiting_for(ARRAY(SELECT id FROM task WHERE plan = ?1))) LIMIT "
                    + PlanRules.MOST_LISTED;

    private static final String DELETE = "SELECT true FROM delete_plan(?1)";

    private final MergePatch patches;

    Plans(MergePatch patches) {
        this.patches = patches;
    }

    /** The plan with an id or name; fails with {@code plan_not_found}. */
    @WithSession
    public Uni<Plan> get(String idOrName) {
        return entity(idOrName, LockModeType.NONE).map(PlanEntity::toPlan);
    }

    /** Up to {@code limit} plans in the order of their names, after a name. */
    @WithSession
    Uni<List<Plan>> list(String after, int limit) {
        return find("name > ?1 order by name", after)
                .page(0, limit)
                .list()
                .map(entities -> entities.stream().map(PlanEntity::toPlan).toList());
    }

    /** Applies a JSON merge patch to the time of a plan. Fails with {@code plan_not_found}, {@code invalid_json} or {@code invalid_request}. */
    @WithTransaction
    Uni<Plan> changeTime(String idOrName, ObjectNode patch) {
        return locked(idOrName, Set.of(PlanState.values())).chain(plan -> {
            PlanTime time = patches.apply(plan.toPlan().time(), patch, PlanTimeSpec.class)
                    .time();
            PlanRules.checkTime(time);
            plan.deadline = time.deadline().orElse(null);
            plan.timeLimitMillis = time.timeLimit().map(Duration::toMillis).orElse(null);
            return changed(plan, PlanState.of(plan.state));
        });
    }

    /** Lets the tasks of a draft start. Fails with {@code plan_not_found} or {@code conflict}. */
    @WithTransaction
    Uni<Plan> activate(String idOrName) {
        return locked(idOrName, Set.of(PlanState.DRAFT)).chain(plan -> changed(plan, PlanState.ACTIVE));
    }

    /** Cancels a plan, its open tasks, and its running tasks as soon as their sessions have been stopped. Fails with {@code plan_not_found} or {@code conflict}. */
    @WithTransaction
    public Uni<Plan> cancel(String idOrName) {
        return locked(idOrName, Set.of(PlanState.DRAFT, PlanState.ACTIVE))
                .call(plan -> getSession()
                        .chain(hibernate -> hibernate
                                .createNativeMutationQuery(CANCEL_TASKS)
                                .setParameter(1, plan.id)
                                .executeUpdate()))
                .chain(plan -> changed(plan, PlanState.CANCELLED));
    }

    /** Deletes a plan with its tasks. Fails with {@code plan_not_found} or {@code conflict}. */
    @WithTransaction
    Uni<Void> remove(String idOrName) {
        return locked(idOrName, Set.of(PlanState.values()))
                .call(plan -> query(COUNT_RUNNING, Long.class, plan)
                        .invoke(running -> PlanRules.requireNoneRunning(plan.name, running.getFirst())))
                .call(plan -> query(WAITING_OUTSIDE, UUID.class, plan).invoke(PlanRules::requireNoneWaiting))
                .chain(plan -> query(DELETE, Boolean.class, plan))
                .replaceWithVoid();
    }

    private <T> Uni<List<T>> query(String sql, Class<T> type, PlanEntity plan) {
        return getSession()
                .chain(hibernate -> hibernate
                        .createNativeQuery(sql, type)
                        .setParameter(1, plan.id)
                        .getResultList());
    }

    /** The plan in one of some states. Until the transaction ends, other transactions can't change it or add tasks to it. */
    private Uni<PlanEntity> locked(String idOrName, Set<PlanState> states) {
        return getSession()
                .chain(hibernate -> hibernate
                        .createNativeQuery(LOCK_TASK_GRAPH, Boolean.class)
                        .getSingleResult())
                .chain(this::getSession)
                .chain(hibernate -> hibernate
                        .createNativeQuery(LOCK_TASKS, Long.class)
                        .setParameter(1, idOrName)
                        .getSingleResult())
                .chain(() -> entity(idOrName, LockModeType.PESSIMISTIC_WRITE))
                .invoke(plan -> PlanRules.requireState(plan, states));
    }

    /** Stores the new state, and reads the numbers of tasks again. */
    private Uni<Plan> changed(PlanEntity plan, PlanState state) {
        plan.state = state.value();
        plan.updatedAt = now();
        return flush().chain(this::getSession)
                .invoke(hibernate -> hibernate.clear())
                .chain(() -> findById(plan.id))
                .map(PlanEntity::toPlan);
    }

    private Uni<PlanEntity> entity(String idOrName, LockModeType lock) {
        Uni<PlanEntity> found = Ids.parse(idOrName)
                .map(id -> findById(id, lock))
                .orElseGet(() -> find("name", idOrName).withLock(lock).firstResult());
        return found.onItem().ifNull().failWith(() -> NotFound.PLAN.of(idOrName));
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
