package dev.yardmaster.task;

import dev.yardmaster.task.Dependencies.Dependency;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Reads and writes which tasks depend on which. For any thread. */
@Singleton
class DependencyRepository {
    private static final String UNKNOWN = """
            SELECT wanted FROM unnest($1::uuid[]) wanted
            WHERE NOT EXISTS (SELECT FROM task WHERE id = wanted) ORDER BY wanted
            """;

    private static final String REQUIRE = "INSERT INTO dependency (task, needs) SELECT $1, unnest($2::uuid[])";

    private static final String REQUIRE_ALL = """
            INSERT INTO dependency (task, needs) SELECT * FROM unnest($1::uuid[], $2::uuid[]) ON CONFLICT DO NOTHING
            """;

    private static final String RELEASE = "DELETE FROM dependency WHERE task = $1 AND needs = ANY($2)";

    private static final String CYCLE = """
            WITH RECURSIVE walked (task, needs) AS (
                SELECT $1::uuid, unnest($2::uuid[])
                UNION SELECT d.task, d.needs FROM dependency d JOIN walked ON d.task = walked.needs)
            SELECT task, needs FROM walked WHERE EXISTS (SELECT FROM walked WHERE needs = $1)
            """;

    /**
     * Blocks other transactions that change tasks with dependencies until this transaction ends. The lock rule of the schema: take it before
     * any lock of a task.
     */
    Uni<Void> lockTaskGraph(SqlConnection transaction) {
        return transaction.query("SELECT lock_task_graph()").execute().replaceWithVoid();
    }

    /** The ids among {@code tasks} that don't belong to a task. */
    Uni<List<UUID>> unknown(SqlClient client, Collection<UUID> tasks) {
        return client.preparedQuery(UNKNOWN)
                .execute(Tuple.of(array(tasks)))
                .map(rows -> rows.stream().map(row -> row.getUUID(0)).toList());
    }

    Uni<Void> require(SqlConnection transaction, UUID task, Collection<UUID> needs) {
        return run(transaction, REQUIRE, Tuple.of(task, array(needs)));
    }

    /** Adds dependencies of several tasks in one statement. */
    Uni<Void> requireAll(SqlConnection transaction, List<Dependency> dependencies) {
        return run(
                transaction,
                REQUIRE_ALL,
                Tuple.of(
                        array(dependencies.stream().map(Dependency::task).toList()),
                        array(dependencies.stream().map(Dependency::needs).toList())));
    }

    Uni<Void> release(SqlConnection transaction, UUID task, Collection<UUID> needs) {
        return run(transaction, RELEASE, Tuple.of(task, array(needs)));
    }

    /** All direct and indirect dependencies of a task that also needs {@code needs}, if the task would then depend on itself; else empty. */
    Uni<List<Dependency>> dependenciesInCycle(SqlConnection transaction, UUID task, Collection<UUID> needs) {
        return transaction
                .preparedQuery(CYCLE)
                .execute(Tuple.of(task, array(needs)))
                .map(rows -> rows.stream()
                        .map(row -> new Dependency(row.getUUID("task"), row.getUUID("needs")))
                        .toList());
    }

    /** The tasks that wait for a task. */
    Uni<List<UUID>> waitingFor(SqlConnection transaction, UUID id) {
        return transaction
                .preparedQuery("SELECT unnest(tasks_waiting_for(ARRAY[$1::uuid])) AS id")
                .execute(Tuple.of(id))
                .map(rows -> rows.stream().map(row -> row.getUUID("id")).toList());
    }

    private static Uni<Void> run(SqlConnection transaction, String sql, Tuple values) {
        return transaction.preparedQuery(sql).execute(values).replaceWithVoid();
    }

    private static UUID[] array(Collection<UUID> ids) {
        return ids.toArray(UUID[]::new);
    }
}
