package dev.yardmaster.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.database.PostgresTestResource;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.flywaydb.core.Flyway;

/**
 * A PostgreSQL with many tasks and sessions, to check how it executes the queries of lists. The system properties {@code list.tasks} and
 * {@code list.sessions} set their numbers; with them, each list is also measured. With {@code list.strict} a list that takes 50 ms fails.
 */
public final class ListDatabase implements AutoCloseable {
    private static final int TASKS = Integer.getInteger("list.tasks", 20_000);
    private static final int SESSIONS = Integer.getInteger("list.sessions", 10_000);
    private static final boolean MEASURES = Integer.getInteger("list.tasks") != null;
    private static final boolean STRICT = Boolean.getBoolean("list.strict");
    private static final Duration MOST = Duration.ofMillis(50);
    private static final long MOST_BLOCKS = 8_000;

    /** The size of a page: that of the API, unless the tables are so small that the database would rather read such a part of them whole. */
    public static final int LIMIT = MEASURES ? 100 : 20;

    private static final int WARM_UP = 5;
    private static final int MEASURED = 40;
    private static final int P95 = MEASURED * 95 / 100 - 1;
    private static final Pattern BUFFERS = Pattern.compile("Buffers: shared(?: hit=(\\d+))?(?: read=(\\d+))?");

    // A year with the same distance between any two rows.
    private static final String FUNCTIONS = """
            CREATE FUNCTION time_of(i bigint, n bigint) RETURNS timestamptz LANGUAGE sql IMMUTABLE AS $$
                SELECT '2025-01-01T00:00:00Z'::timestamptz + i * (interval '365 days' / n)
            $$;
            CREATE FUNCTION id_of(kind int, i bigint, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
                SELECT (lpad(to_hex((extract(epoch FROM time_of(i, n)) * 1000)::bigint), 12, '0') || '7' || lpad(to_hex(kind), 3, '0')
                    || '8' || lpad(to_hex(i), 15, '0'))::uuid
            $$;
            """;

    // Most tasks are done, the open ones are the newest and the least urgent, and some tags and projects were used long
    // ago only.
    private static final String FILL = """
            SET session_replication_role = replica;
            INSERT INTO project SELECT id_of(1, i, 50), 'project' || i, '/p', 'main', NULL, NULL, '{}', '{}', '{}', NULL, NULL, now()
            FROM generate_series(0, 49) i;
            INSERT INTO agent (id, name, role, max_concurrent_tasks, enabled, created_at)
            SELECT id_of(2, i, 100), 'agent' || i, 'worker', 1, true, now() FROM generate_series(0, 99) i;
            INSERT INTO plan SELECT id_of(3, i, 500), 'plan' || i, 'active', now(), now() FROM generate_series(0, 499) i;
            INSERT INTO task_queue (demand, role, requires) VALUES ('', 'worker', '{}');
            INSERT INTO task (id, title, prompt, priority, role, reserved_for, assignee, project, plan, provider, model, tags, state,
                created_at, updated_at, ended_at, queue, effective_priority)
            SELECT id_of(4, i, n), 'Task ' || i || CASE WHEN i % 20 = 0 THEN ' release' ELSE '' END
                    || CASE WHEN i % (n / 5) = 7 THEN ' zebra' ELSE '' END,
                'common ' || md5(i::text) || repeat(' some words of a prompt', 10),
                CASE WHEN state = 'open' THEN 4 + i % 2 ELSE 1 + i % 5 END, 'worker',
                CASE WHEN i % 10 = 0 THEN id_of(2, i / 10 % 100, 100) END, CASE WHEN state <> 'open' THEN id_of(2, i % 100, 100) END,
                CASE WHEN i < n / 20 THEN id_of(1, 49, 50) ELSE id_of(1, i % 49, 50) END,
                CASE WHEN i % 4 = 0 THEN id_of(3, i / 4 % 500, 500) END,
                CASE WHEN i % 50 = 0 THEN 'provider' || i / 50 % 3 END, CASE WHEN i % (n / 10) = 3 THEN 'model' END, tags, state,
                time_of(i, n), time_of(i, n), CASE WHEN state IN ('done', 'failed', 'cancelled') THEN time_of(i + 5, n) END, 1, 3
            FROM (SELECT i, n, CASE WHEN i > n - 50 THEN 'running' WHEN i > n - n / 50 THEN 'open' WHEN i % 50 = 1 THEN 'failed'
                    WHEN i % 200 = 2 THEN 'cancelled' WHEN i % (n / 10) = 5 THEN 'review' ELSE 'done' END AS state,
                array_remove(ARRAY[CASE WHEN i % 10 = 0 THEN 'nightly' END, CASE WHEN i < n / 20 THEN 'old' END,
                    CASE WHEN i % (n / 10) = 9 THEN 'rare' END], NULL) AS tags
                FROM (SELECT $TASKS::bigint AS n) size, generate_series(1, n) i) each;
            INSERT INTO task_search SELECT id, array_to_tsvector(search_words(title || ' ' || prompt)) FROM task;
            INSERT INTO task_tag SELECT tag, id FROM task, unnest(tags) tag;
            INSERT INTO session (id, instance, agent, agent_name, task, project, plan, provider, executable, model, mode, directory, state,
                started_at, ended_at)
            SELECT id_of(5, i, n), id_of(0, 0, 1), id_of(2, i % 100, 100), 'agent', id_of(4, i, $TASKS),
                CASE WHEN i < n / 20 THEN id_of(1, 49, 50) ELSE id_of(1, i % 49, 50) END, CASE WHEN i % 4 = 0 THEN id_of(3, i / 4 % 500, 500) END,
                CASE WHEN i < n / 20 THEN 'old' ELSE 'provider' || i % 2 END, 'e', CASE WHEN i % (n / 10) = 3 THEN 'rare' ELSE 'model' END,
                'one-shot', '/', CASE WHEN i > n - 50 THEN 'running' WHEN i % 50 = 1 THEN 'failed' WHEN i < n / 20 THEN 'lost'
                    ELSE 'completed' END, time_of(i, n), CASE WHEN i <= n - 50 THEN time_of(i + 5, n) END
            FROM (SELECT $SESSIONS::bigint AS n) size, generate_series(1, n) i;
            """;

    private final PostgresTestResource postgres = new PostgresTestResource();
    private final Vertx vertx = Vertx.vertx();
    private final Pool pool;

    ListDatabase() throws SQLException {
        Map<String, String> address = postgres.start();
        String url = address.get("quarkus.datasource.jdbc.url");
        String user = address.get("quarkus.datasource.username");
        String password = address.get("quarkus.datasource.password");
        Flyway.configure().dataSource(url, user, password).load().migrate();
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement statement = connection.createStatement()) {
            statement.execute(FUNCTIONS);
            statement.execute(FILL.replace("$TASKS", "" + TASKS).replace("$SESSIONS", "" + SESSIONS));
            statement.execute("VACUUM ANALYZE");
        }
        pool = pool(URI.create(url.substring("jdbc:".length())), user, password);
    }

    /**
     * How the database executed the query of a list.
     *
     * @param table the table of the list
     * @param plan the plan, with the blocks that were read
     * @param p95 the time within which 95 of 100 executions returned; empty if it was not measured
     */
    public record Execution(String table, String plan, Optional<Duration> p95) {
        /** Checks that the table and those that begin with its name were read by indexes, and few rows of them. */
        public void requireIndex() {
            assertThat(plan.lines())
                    .noneMatch(line -> line.contains("Seq Scan on " + table) && !line.contains("never executed"));
            p95.ifPresentOrElse(
                    time -> assertThat(!STRICT || time.compareTo(MOST) < 0)
                            .as(plan)
                            .isTrue(),
                    () -> assertThat(blocks(plan)).as(plan).isLessThan(MOST_BLOCKS));
        }
    }

    /** Executes the query of a list. */
    public Execution execute(String table, String name, String sql, Tuple values) {
        String plan = pool.preparedQuery("EXPLAIN (ANALYZE, BUFFERS) " + sql).executeAndAwait(values).stream()
                .map(row -> row.getString(0))
                .collect(Collectors.joining("\n"));
        Optional<Duration> p95 = MEASURES ? Optional.of(p95(sql, values)) : Optional.empty();
        p95.ifPresent(time ->
                System.out.printf("%7.1f ms %6d blocks  %ss?%s%n", time.toNanos() / 1e6, blocks(plan), table, name));
        return new Execution(table, plan, p95);
    }

    private static long blocks(String plan) {
        Matcher buffers = BUFFERS.matcher(plan);
        return buffers.find() ? number(buffers.group(1)) + number(buffers.group(2)) : 0;
    }

    /** The time within which 95 of 100 executions of a query return. */
    private Duration p95(String sql, Tuple values) {
        long[] times = LongStream.range(-WARM_UP, MEASURED)
                .map(_ -> time(sql, values))
                .skip(WARM_UP)
                .sorted()
                .toArray();
        return Duration.ofNanos(times[P95]);
    }

    private long time(String sql, Tuple values) {
        long start = System.nanoTime();
        pool.preparedQuery(sql).executeAndAwait(values);
        return System.nanoTime() - start;
    }

    private Pool pool(URI address, String user, String password) {
        return Pool.newInstance(PgBuilder.pool()
                .connectingTo(new PgConnectOptions()
                        .setHost(address.getHost())
                        .setPort(address.getPort())
                        .setDatabase(address.getPath().substring(1))
                        .setUser(user)
                        .setPassword(password)
                        // The tables are in memory. By default the database assumes a disk, and prefers to read small
                        // tables whole.
                        .addProperty("random_page_cost", MEASURES ? "4" : "1"))
                .using(vertx)
                .build());
    }

    private static long number(String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    /** Called at the end of the test run. */
    @Override
    public void close() throws Exception {
        pool.closeAndAwait();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        postgres.stop();
    }
}
