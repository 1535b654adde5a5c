package dev.yardmaster.server;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import io.quarkus.runtime.QuarkusBindException;
import java.sql.SQLException;

/** Tells a user why the service did not start, or did not go on. */
final class StartFailure {
    private StartFailure() {}

    /** The failure that a user can do something about, if one is behind it. */
    static RuntimeException of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case YardmasterException problem -> {
                    return problem;
                }
                case QuarkusBindException bind -> {
                    return new YardmasterException(
                            ErrorCode.CONFLICT,
                            "The port is taken: " + bind.getMessage() + ". Choose another with --port.",
                            failure);
                }
                case SQLException database -> {
                    return new YardmasterException(
                            ErrorCode.DATABASE_UNAVAILABLE,
                            "The database can't be used: " + database.getMessage()
                                    + " Check YARDMASTER_DATABASE_URL, or leave it out for an embedded PostgreSQL.",
                            failure);
                }
                case Throwable _ -> {}
            }
        }
        return new IllegalStateException("The service failed: " + failure.getMessage(), failure);
    }
}
