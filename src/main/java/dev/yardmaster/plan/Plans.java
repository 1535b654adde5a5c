package dev.yardmaster.plan;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgException;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.hibernate.id.uuid.UuidVersion7Strategy;

/** The plans. For any thread. */
@Singleton
class Plans {
    private static final String UNIQUE_VIOLATION = "23505";
    private static final Pattern ID = Pattern.compile("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final PlanRepository repository;
    private final Pool pool;

    Plans(PlanRepository repository, Pool pool) {
        this.repository = repository;
        this.pool = pool;
    }

    /** Adds a plan. Fails with {@code name_taken} or {@code invalid_request}. */
    Uni<Plan> add(PlanSpec spec) {
        PlanState state = spec.state().orElse(PlanState.DRAFT);
        check(spec.name(), state);
        return repository
                .insert(pool, UuidVersion7Strategy.INSTANCE.generateUuid(null), spec.name(), state)
                .onFailure(failure ->
                        failure instanceof PgException database && UNIQUE_VIOLATION.equals(database.getSqlState()))
                .transform(_ -> new YardmasterException(
                        ErrorCode.NAME_TAKEN,
                        "There is a plan named '" + spec.name() + "' already. Choose another name."));
    }

    /** The plan with an id or name; fails with {@code plan_not_found}. */
    Uni<Plan> get(String idOrName) {
        return repository.find(pool, idOrName).map(Plans::found);
    }

    /** Up to {@code limit} plans by name, after a name. */
    Uni<List<Plan>> list(String after, int limit) {
        return repository.list(pool, after, limit);
    }

    /** Lets the tasks of a draft start. Fails with {@code plan_not_found} or {@code conflict}. */
    Uni<Plan> activate(String idOrName) {
        return change(
                idOrName,
                Set.of(PlanState.DRAFT),
                (transaction, plan) -> repository.move(transaction, plan, PlanState.ACTIVE));
    }

    /** Cancels a plan and its open tasks. Fails with {@code plan_not_found} or {@code conflict}. */
    Uni<Plan> cancel(String idOrName) {
        return change(
                idOrName,
                Set.of(PlanState.DRAFT, PlanState.ACTIVE),
                (transaction, plan) -> repository
                        .cancelTasks(transaction, plan)
                        .chain(() -> repository.move(transaction, plan, PlanState.CANCELLED)));
    }

    private Uni<Plan> change(String idOrName, Set<PlanState> from, BiFunction<SqlConnection, UUID, Uni<Void>> change) {
        return pool.withTransaction(transaction -> repository
                .lock(transaction, idOrName)
                .map(found -> in(from, found(found)))
                .chain(plan -> change.apply(transaction, plan.id()))
                .chain(() -> repository.find(transaction, idOrName))
                .map(Plans::found));
    }

    private static Plan in(Set<PlanState> states, Plan plan) {
        if (!states.contains(plan.state())) {
            throw new YardmasterException(
                    ErrorCode.CONFLICT,
                    "The plan '" + plan.name() + "' is " + plan.state().value()
                            + ". A draft can be activated, and a draft or an active plan cancelled.");
        }
        return plan;
    }

    private static void check(String name, PlanState state) {
        if (ID.matcher(name).matches()) {
            throw new YardmasterException(
                    ErrorCode.INVALID_REQUEST, "A plan's name must not look like an id. Choose another name.");
        }
        if (state == PlanState.CANCELLED) {
            throw new YardmasterException(
                    ErrorCode.INVALID_REQUEST, "A new plan can't be cancelled: its 'state' is draft or active.");
        }
    }

    private static Plan found(Optional<Plan> plan) {
        return plan.orElseThrow(() -> new YardmasterException(
                ErrorCode.PLAN_NOT_FOUND,
                "There is no plan with this id or name. GET /api/plans lists the plans there are."));
    }
}
