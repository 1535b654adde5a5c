package dev.yardmaster.problem;

import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.DatabaseException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tells a database that can't be reached from one that answered with an error. */
final class DatabaseFailure {
    /** No exception nests this deep; a cycle of causes must end too. */
    private static final int DEEPEST_CAUSE = 20;

    private DatabaseFailure() {}

    /**
     * Whether a failure comes down to a database that could not be reached. The database is the only thing that requests make
     * the service connect to, so a refused connection is the database's.
     */
    static boolean isUnreachable(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(DEEPEST_CAUSE)
                .anyMatch(DatabaseFailure::saysUnreachable);
    }

    /** Whether it comes down to text with a NUL character, which JSON and URLs can carry and PostgreSQL can't. */
    static boolean isUnstorableText(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(DEEPEST_CAUSE)
                .anyMatch(DatabaseFailure::saysUnstorableText);
    }

    private static boolean saysUnstorableText(Throwable failure) {
        return switch (failure) {
            case DatabaseException database -> isUnstorableText(database.getSqlState());
            case SQLException database -> isUnstorableText(database.getSQLState());
            case Throwable _ -> false;
        };
    }

    /** 22021 for a text, 22P05 for one inside of JSON. */
    private static boolean isUnstorableText(@Nullable String state) {
        return "22021".equals(state) || "22P05".equals(state);
    }

    private static boolean saysUnreachable(Throwable failure) {
        return switch (failure) {
            case ConnectException _, UnknownHostException _, ClosedConnectionException _ -> true;
            case DatabaseException database -> isConnectionState(database.getSqlState());
            case SQLException database -> isConnectionState(database.getSQLState());
            case Throwable _ -> false;
        };
    }

    /** Classes 08 (connection), 53 (no resources, such as too many connections) and 57P (shut down, starting up). */
    private static boolean isConnectionState(@Nullable String state) {
        return state != null && (state.startsWith("08") || state.startsWith("53") || state.startsWith("57P"));
    }
}
