package dev.yardmaster.plan;

import dev.yardmaster.task.TaskState;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The rows of plans, and what their ends mean for the rows of tasks. */
@Singleton
class PlanRepository {
    private static final String COLUMNS = """
            plan.*, (SELECT coalesce(jsonb_object_agg(state, count), '{}') FROM (
                SELECT state, count(*) FROM task WHERE plan = plan.id GROUP BY state) counted) AS tasks
            """;

    private static final String INSERT = """
            INSERT INTO plan (id, name, state, created_at, updated_at) VALUES ($1, $2, $3, now(), now())
            RETURNING\s""" + COLUMNS;

    private static final String FIND = "SELECT " + COLUMNS + "FROM plan WHERE name = $1 OR id::text = lower($1)";

    private static final String LIST = "SELECT " + COLUMNS + "FROM plan WHERE name > $1 ORDER BY name LIMIT $2";

    private static final String MOVE = "UPDATE plan SET state = $2, updated_at = now() WHERE id = $1";

    private static final String CANCEL_TASKS = """
            UPDATE task SET state = 'cancelled', reason = 'its plan was cancelled', updated_at = now()
            WHERE plan = $1 AND state = 'open'
            """;

    Uni<Plan> insert(SqlClient client, UUID id, String name, PlanState state) {
        return client.preparedQuery(INSERT)
                .execute(Tuple.of(id, name, state.value()))
                .map(rows -> plan(rows.iterator().next()));
    }

    Uni<Optional<Plan>> find(SqlClient client, String idOrName) {
        return client.preparedQuery(FIND).execute(Tuple.of(idOrName)).map(PlanRepository::first);
    }

    /** Within a transaction: until that ends, nobody else changes it or adds tasks to it. */
    Uni<Optional<Plan>> lock(SqlConnection transaction, String idOrName) {
        return transaction
                .query("SELECT lock_task_graph()")
                .execute()
                .chain(() -> transaction.preparedQuery(FIND + " FOR UPDATE").execute(Tuple.of(idOrName)))
                .map(PlanRepository::first);
    }

    /** A page by name, after a name. */
    Uni<List<Plan>> list(SqlClient client, String after, int limit) {
        return client.preparedQuery(LIST)
                .execute(Tuple.of(after, limit))
                .map(rows -> rows.stream().map(PlanRepository::plan).toList());
    }

    Uni<Void> move(SqlConnection transaction, UUID id, PlanState state) {
        return transaction
                .preparedQuery(MOVE)
                .execute(Tuple.of(id, state.value()))
                .replaceWithVoid();
    }

    Uni<Void> cancelTasks(SqlConnection transaction, UUID id) {
        return transaction.preparedQuery(CANCEL_TASKS).execute(Tuple.of(id)).replaceWithVoid();
    }

    private static Optional<Plan> first(RowSet<Row> rows) {
        return rows.stream().findFirst().map(PlanRepository::plan);
    }

    private static Plan plan(Row row) {
        return new Plan(
                row.getUUID("id"),
                row.getString("name"),
                PlanState.of(row.getString("state")),
                counts(row.getJsonObject("tasks")),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("updated_at").toInstant());
    }

    private static Map<String, Long> counts(JsonObject counted) {
        Map<String, Long> counts = new LinkedHashMap<>();
        Arrays.stream(TaskState.values())
                .map(TaskState::value)
                .forEach(state -> counts.put(state, counted.getLong(state, 0L)));
        return counts;
    }
}
