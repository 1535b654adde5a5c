package dev.yardmaster.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A direct connection to the database of a running service, for work that HTTP can't do or can't do fast enough. */
final class BenchDatabase implements AutoCloseable {
    private static final int PORT_LINE = 3;

    private final Connection connection;

    private BenchDatabase(Connection connection) {
        this.connection = connection;
    }

    /** Connects to the embedded PostgreSQL with its files in {@code directory}. */
    static BenchDatabase open(Path directory) throws IOException, SQLException {
        String port =
                Files.readAllLines(directory.resolve("data/postmaster.pid")).get(PORT_LINE);
        String password = Files.readString(directory.resolve("password")).strip();
        return new BenchDatabase(DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port.strip() + "/yardmaster", "yardmaster", password));
    }

    void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The result of a query that returns one number. */
    long number(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** Waits until all sessions have ended. */
    void awaitNoSession() throws SQLException, InterruptedException {
        while (number("SELECT count(*) FROM session WHERE ended_at IS NULL") > 0) {
            Thread.sleep(20);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
