package dev.yardmaster.task;

import dev.yardmaster.database.PostgresTestResource;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.flywaydb.core.Flyway;

/** A PostgreSQL of its own with the service's schema, and short ways to change tasks in it. */
public final class TaskDatabase implements AutoCloseable {
    private static final String NEW_TASK = """
            INSERT INTO task (id, title, prompt, priority, role, state, plan, requires, created_at, updated_at)
            VALUES (?, 'a task', 'do it', ?, 'worker', 'open', ?, ?, now(), now())
            """;

    private final PostgresTestResource postgres = new PostgresTestResource();
    private final Map<String, String> address;

    public TaskDatabase() {
        address = postgres.start();
        Flyway.configure()
                .dataSource(
                        address.get("quarkus.datasource.jdbc.url"),
                        address.get("quarkus.datasource.username"),
                        address.get("quarkus.datasource.password"))
                .load()
                .migrate();
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(
                address.get("quarkus.datasource.jdbc.url"),
                address.get("quarkus.datasource.username"),
                address.get("quarkus.datasource.password"));
    }

    /** Connections as the service uses them. */
    public Pool pool(Vertx vertx) {
        return new Pool(PgBuilder.pool()
                .connectingTo(PgConnectOptions.fromUri(address.get("quarkus.datasource.reactive.url"))
                        .setUser(address.get("quarkus.datasource.username"))
                        .setPassword(address.get("quarkus.datasource.password")))
                .using(vertx)
                .build());
    }

    public static int run(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = prepared(connection, sql, values)) {
            return statement.execute() ? 0 : statement.getUpdateCount();
        }
    }

    /** Returns the first column of all rows. */
    public static List<Object> query(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = prepared(connection, sql, values);
                ResultSet rows = statement.executeQuery()) {
            List<Object> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getObject(1));
            }
            return found;
        }
    }

    public static UUID task(Connection connection, int priority, UUID plan, String... requires) throws SQLException {
        UUID id = UUID.randomUUID();
        run(connection, NEW_TASK, id, priority, plan, connection.createArrayOf("text", requires));
        return id;
    }

    public static UUID task(Connection connection) throws SQLException {
        return task(connection, 3, null);
    }

    public static UUID plan(Connection connection, String state) throws SQLException {
        UUID id = UUID.randomUUID();
        run(connection, "INSERT INTO plan VALUES (?, ?, ?, now(), now())", id, id.toString(), state);
        return id;
    }

    public static void depend(Connection connection, UUID task, UUID needs) throws SQLException {
        run(connection, "INSERT INTO dependency VALUES (?, ?) ON CONFLICT DO NOTHING", task, needs);
    }

    static void state(Connection connection, UUID task, String state) throws SQLException {
        run(connection, "UPDATE task SET state = ? WHERE id = ?", state, task);
    }

    private static PreparedStatement prepared(Connection connection, String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    @Override
    public void close() {
        postgres.stop();
    }
}
