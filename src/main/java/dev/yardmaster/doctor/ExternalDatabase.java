package dev.yardmaster.doctor;

import dev.yardmaster.server.DatabaseAccess;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;

/** The PostgreSQL of the user: connects to it once and reads its version and its clock. */
record ExternalDatabase(DatabaseAccess access) {
    /** The tables of Yardmaster use {@code NULLS NOT DISTINCT}, which older versions do not know. */
    private static final int OLDEST = 15;

    private static final String QUERY =
            "SELECT current_setting('server_version_num')::int / 10000, current_setting('server_version'), clock_timestamp()";

    List<Finding> findings() {
        try (Connection connection =
                        Objects.requireNonNull(new org.postgresql.Driver().connect(access.jdbcUrl(), properties()));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(QUERY)) {
            row.next();
            Instant there = row.getObject(3, OffsetDateTime.class).toInstant();
            return List.of(
                    version(row.getInt(1), row.getString(2)), Clocks.finding("database-clock", "the database", there));
        } catch (SQLException e) {
            return List.of(failed(Optional.ofNullable(e.getSQLState()).orElse(""), String.valueOf(e.getMessage())));
        }
    }

    /** Each wait is short, so that a host that drops packets does not hang the command. */
    private Properties properties() {
        var properties = new Properties();
        properties.setProperty("user", access.username());
        access.password().ifPresent(password -> properties.setProperty("password", password));
        properties.setProperty("connectTimeout", "3");
        properties.setProperty("socketTimeout", "3");
        properties.setProperty("loginTimeout", "5");
        properties.setProperty("readOnly", "true");
        properties.setProperty("ApplicationName", "yardmaster doctor");
        return properties;
    }

    Finding version(int major, String version) {
        String detail = "The PostgreSQL " + version + " at " + place() + " accepts the credentials";
        return major >= OLDEST
                ? Finding.ok(DatabaseCheck.NAME, detail + ".")
                : Finding.failed(
                        DatabaseCheck.NAME,
                        detail + ", but is too old.",
                        "Use PostgreSQL " + OLDEST + " or newer, or the embedded one: unset YARDMASTER_DATABASE_URL.");
    }

    Finding failed(String sqlState, String message) {
        if (sqlState.startsWith("28")) {
            return Finding.failed(
                    DatabaseCheck.NAME,
                    "The PostgreSQL at " + place() + " refuses the credentials: " + message,
                    "Correct the user and the password in YARDMASTER_DATABASE_URL.");
        }
        if (sqlState.equals("3D000")) {
            return Finding.failed(
                    DatabaseCheck.NAME,
                    "The PostgreSQL at " + place() + " does not have the database: " + message,
                    "Create the database (createdb), or correct its name in YARDMASTER_DATABASE_URL.");
        }
        return Finding.failed(
                DatabaseCheck.NAME,
                "The PostgreSQL at " + place() + " can't be used: " + message,
                "Start it, or correct the host and the port in YARDMASTER_DATABASE_URL.");
    }

    /** The address without parameters, which can contain secrets. */
    private String place() {
        return access.jdbcUrl().replaceFirst("^jdbc:postgresql://", "").replaceFirst("\\?.*$", "");
    }
}
