package dev.yardmaster.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Runs single statements, each on a new connection. */
final class Sql {
    private Sql() {}

    static void execute(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = connect(postgres.jdbcUrl(), postgres.username(), postgres.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Returns the first column of the first row. */
    static String query(EmbeddedPostgres postgres, String sql) throws SQLException {
        return query(postgres.jdbcUrl(), postgres.username(), postgres.password(), sql);
    }

    static String query(String url, String username, String password, String sql) throws SQLException {
        try (Connection connection = connect(url, username, password);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    static Connection connect(String url, String username, String password) throws SQLException {
        return DriverManager.getConnection(url, username, password);
    }
}
