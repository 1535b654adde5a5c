package dev.yardmaster.tools;

import dev.yardmaster.access.CallingSession;
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

    PlanScope(Pool pool) {
        this.pool = pool;
    }

    Uni<Boolean> isInside(CallingSession caller, UUID plan) {
        return caller.project()
                .map(project -> pool.preparedQuery(HAS_OTHERS)
                        .execute(Tuple.of(plan, project))
                        .map(rows -> !rows.iterator().next().getBoolean("others")))
                .orElseGet(() -> Uni.createFrom().item(true));
    }
}
