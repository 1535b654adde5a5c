package dev.yardmaster.plan;

import dev.yardmaster.id.Ids;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Writes plans in the transactions that write their tasks, with plain SQL. For any thread. */
@Singleton
class PlanRepository {
    // An interrupted execution of the same request may have added the plan with this id; then nothing is added.
    private static final String INSERT = """
            INSERT INTO plan (id, name, state, director, deadline, time_limit_ms, created_at, updated_at)
            VALUES ($1, $2, $3, $4, $5, $6, now(), now()) ON CONFLICT (id) DO NOTHING
            """;

    private static final String FIND = "SELECT id, name, state FROM plan WHERE name = $1 OR id = $2";

    private static final String CHANGE = """
            UPDATE plan SET state = $2, deadline = coalesce($3, deadline), time_limit_ms = coalesce($4, time_limit_ms), updated_at = now()
            WHERE id = $1
            """;

    private static final String UNIQUE_VIOLATION = "23505";

    /** What a new plan has beside its tasks. */
    record NewPlan(UUID id, String name, PlanState state, Optional<UUID> director, PlanTime time) {}

    /** Adds a plan. Returns false if it is there with the same id. Fails with {@code name_taken}. */
    Uni<Boolean> insert(SqlConnection transaction, NewPlan plan) {
        Tuple values = Tuple.tuple()
                .addUUID(plan.id())
                .addString(plan.name())
                .addString(plan.state().value())
                .addUUID(plan.director().orElse(null));
        return transaction
                .preparedQuery(INSERT)
                .execute(withTime(values, plan.time()))
                .map(rows -> rows.rowCount() > 0)
                .onFailure(PlanRepository::isUniqueViolation)
                .transform(_ -> new YardmasterException(
                        ErrorCode.NAME_TAKEN,
                        "A plan named '" + plan.name() + "' already exists. Choose another name."));
    }

    /** The plan with an id or name. */
    Uni<Optional<PlanRow>> find(SqlConnection transaction, String idOrName) {
        return find(transaction, FIND, idOrName);
    }

    /** The plan with an id, locked until the transaction ends. The plan lock rule of the schema: lock its tasks before. */
    Uni<Optional<PlanRow>> lock(SqlConnection transaction, UUID id) {
        return find(transaction, FIND + " FOR UPDATE", id.toString());
    }

    /** Stores a state, and the time limits that are given. */
    Uni<Void> change(SqlConnection transaction, UUID plan, PlanState state, PlanTime time) {
        Tuple values = Tuple.tuple().addUUID(plan).addString(state.value());
        return transaction.preparedQuery(CHANGE).execute(withTime(values, time)).replaceWithVoid();
    }

    /** The ids of agents by their names and by their ids. */
    Uni<Map<String, UUID>> agents(SqlConnection transaction, Collection<String> idsOrNames) {
        return ids(transaction, "agent", idsOrNames);
    }

    /** The ids of projects by their names and by their ids. */
    Uni<Map<String, UUID>> projects(SqlConnection transaction, Collection<String> idsOrNames) {
        return ids(transaction, "project", idsOrNames);
    }

    private static Uni<Map<String, UUID>> ids(SqlConnection transaction, String table, Collection<String> idsOrNames) {
        if (idsOrNames.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return transaction
                .preparedQuery("SELECT wanted, id FROM unnest($1::text[]) wanted JOIN " + table
                        + " found ON found.name = wanted OR found.id::text = lower(wanted)")
                .execute(Tuple.of(idsOrNames.toArray(String[]::new)))
                .map(rows -> {
                    Map<String, UUID> ids = new HashMap<>();
                    rows.forEach(row -> ids.put(row.getString("wanted"), row.getUUID("id")));
                    return ids;
                });
    }

    private static Uni<Optional<PlanRow>> find(SqlConnection transaction, String sql, String idOrName) {
        return transaction
                .preparedQuery(sql)
                .execute(Tuple.of(idOrName, Ids.parse(idOrName).orElse(null)))
                .map(rows -> rows.stream()
                        .findFirst()
                        .map(row -> new PlanRow(
                                row.getUUID("id"), row.getString("name"), PlanState.of(row.getString("state")))));
    }

    private static Tuple withTime(Tuple values, PlanTime time) {
        return values.addOffsetDateTime(time.deadline()
                        .map((Instant at) -> at.atOffset(ZoneOffset.UTC))
                        .orElse(null))
                .addLong(time.timeLimit().map(Duration::toMillis).orElse(null));
    }

    private static boolean isUniqueViolation(Throwable failure) {
        return failure instanceof PgException database && UNIQUE_VIOLATION.equals(database.getSqlState());
    }
}
