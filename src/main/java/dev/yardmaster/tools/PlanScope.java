package dev.yardmaster.tools;

import dev.yardmaster.access.CallingSession;
import dev.yardmaster.plan.Plan;
import dev.yardmaster.plan.Plans;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.UUID;

/** Which plans a session may use: those whose tasks all belong to the project that its agent is restricted to. */
@Singleton
class PlanScope {
    private static final String HAS_OTHERS =
            "SELECT EXISTS (SELECT FROM task WHERE plan = $1 AND project IS DISTINCT FROM $2) AS others";

    private final Pool pool;
    private final Plans plans;

    PlanScope(Pool pool, Plans plans) {
        this.pool = pool;
        this.plans = plans;
    }

    /** The plan with an id or a name; fails with {@code plan_not_found} if it does not exist or the session may not use it. */
    Uni<Plan> require(CallingSession caller, String idOrName) {
        return plans.get(idOrName).call(plan -> requireInside(caller, plan));
    }

    /** Fails with {@code plan_not_found} if a plan exists and the session may not use it. */
    Uni<Void> requireUnlessNew(CallingSession caller, String name) {
        return plans.get(name)
                .onFailure(PlanScope::isNotFound)
                .recoverWithNull()
                .onItem()
                .ifNotNull()
                .call(plan -> requireInside(caller, plan))
                .replaceWithVoid();
    }

    private static boolean isNotFound(Throwable failure) {
        return failure instanceof YardmasterException known && known.code() == ErrorCode.PLAN_NOT_FOUND;
    }

    private Uni<Void> requireInside(CallingSession caller, Plan plan) {
        return isInside(caller, plan.id())
                .invoke(inside -> {
                    if (!inside) {
                        throw new YardmasterException(
                                ErrorCode.PLAN_NOT_FOUND,
                                "The plan '" + plan.name() + "' has tasks of other projects. "
                                        + new Scope(caller).explanation());
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Boolean> isInside(CallingSession caller, UUID plan) {
        return caller.project()
                .map(project -> pool.preparedQuery(HAS_OTHERS)
                        .execute(Tuple.of(plan, project))
                        .map(rows -> !rows.iterator().next().getBoolean("others")))
                .orElseGet(() -> Uni.createFrom().item(true));
    }
}
