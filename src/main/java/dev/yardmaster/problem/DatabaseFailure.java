package dev.yardmaster.problem;

import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.DatabaseException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Recognises failures whose cause is an unreachable database, or a text that PostgreSQL cannot store. */
final class DatabaseFailure {
    /** More than any real chain of causes; the bound ends a cycle of causes. */
    private static final int DEEPEST_CAUSE = 20;

    private DatabaseFailure() {}

    /**
     * Whether the cause of a failure is a database that could not be reached. While it handles requests, the service connects to
     * the database only; so a refused connection is a connection to the database.
     */
    static boolean isUnreachable(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(DEEPEST_CAUSE)
                .anyMatch(DatabaseFailure::indicatesUnreachable);
    }

    /** Whether the cause is a text with a NUL character. JSON and URLs can contain one, but PostgreSQL can't store it. */
    static boolean isUnstorableText(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(DEEPEST_CAUSE)
                .anyMatch(DatabaseFailure::indicatesUnstorableText);
    }

    private static boolean indicatesUnstorableText(Throwable failure) {
        return switch (failure) {
            case DatabaseException database -> isUnstorableText(database.getSqlState());
            case SQLException database -> isUnstorableText(database.getSQLState());
            case Throwable _ -> false;
        };
    }

    /** SQL state 22021 for a text, 22P05 for a text inside JSON. */
    private static boolean isUnstorableText(@Nullable String state) {
        return "22021".equals(state) || "22P05".equals(state);
    }

    private static boolean indicatesUnreachable(Throwable failure) {
        return switch (failure) {
            case ConnectException _, UnknownHostException _, ClosedConnectionException _ -> true;
            case DatabaseException database -> isConnectionState(database.getSqlState());
            case SQLException database -> isConnectionState(database.getSQLState());
            case Throwable _ -> false;
        };
    }

    /** SQL state classes 08 (connection), 53 (no resources, such as too many connections) and 57P (shutting down, starting up). */
    private static boolean isConnectionState(@Nullable String state) {
        return state != null && (state.startsWith("08") || state.startsWith("53") || state.startsWith("57P"));
    }
}
