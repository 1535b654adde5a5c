package dev.yardmaster.plan;

import dev.yardmaster.id.Ids;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.NotFound;
import dev.yardmaster.problem.YardmasterException;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Reads plans and changes their states. {@link NewPlans} adds them. For any thread. */
@ApplicationScoped
class Plans implements PanacheRepositoryBase<PlanEntity, UUID> {
    // The draft rule and the lock rule of the schema: a change of a plan's state can move tasks, so this lock comes
    // before all row locks.
    private static final String LOCK_TASK_GRAPH = "SELECT true FROM lock_task_graph()";

    private static final String CANCEL_TASKS = """
            UPDATE task SET state = CASE state WHEN 'open' THEN 'cancelled' ELSE state END, cancelling = state = 'running',
                reason = 'Its plan was cancelled.', updated_at = now()
            WHERE plan = ?1 AND state IN ('open', 'running')
            """;

    /** The plan with an id or name; fails with {@code plan_not_found}. */
    @WithSession
    Uni<Plan> get(String idOrName) {
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

    /** Lets the tasks of a draft start. Fails with {@code plan_not_found} or {@code conflict}. */
    @WithTransaction
    Uni<Plan> activate(String idOrName) {
        return locked(idOrName, Set.of(PlanState.DRAFT)).chain(plan -> changed(plan, PlanState.ACTIVE));
    }

    /** Cancels a plan, its open tasks, and its running tasks as soon as their sessions have been stopped. Fails with {@code plan_not_found} or {@code conflict}. */
    @WithTransaction
    Uni<Plan> cancel(String idOrName) {
        return locked(idOrName, Set.of(PlanState.DRAFT, PlanState.ACTIVE))
                .call(plan -> getSession()
                        .chain(hibernate -> hibernate
                                .createNativeMutationQuery(CANCEL_TASKS)
                                .setParameter(1, plan.id)
                                .executeUpdate()))
                .chain(plan -> changed(plan, PlanState.CANCELLED));
    }

    /** The plan in one of some states. Until the transaction ends, other transactions can't change it or add tasks to it. */
    private Uni<PlanEntity> locked(String idOrName, Set<PlanState> states) {
        return getSession()
                .chain(hibernate -> hibernate
                        .createNativeQuery(LOCK_TASK_GRAPH, Boolean.class)
                        .getSingleResult())
                .chain(() -> entity(idOrName, LockModeType.PESSIMISTIC_WRITE))
                .invoke(plan -> requireState(plan, states));
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

    private static void requireState(PlanEntity plan, Set<PlanState> states) {
        if (!states.contains(PlanState.of(plan.state))) {
            throw new YardmasterException(
                    ErrorCode.CONFLICT,
                    "The plan '" + plan.name + "' is " + plan.state
                            + ". Only a draft can be activated, and only a draft or an active plan can be cancelled.");
        }
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
