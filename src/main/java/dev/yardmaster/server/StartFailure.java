package dev.yardmaster.server;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import io.quarkus.runtime.QuarkusBindException;
import java.sql.SQLException;
import org.flywaydb.core.api.exception.FlywayValidateException;

/** Explains to a user why the service did not start, or stopped. */
final class StartFailure {
    private StartFailure() {}

    /** The failure that the user can fix, if one is among the causes; otherwise an internal failure. */
    static RuntimeException of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case YardmasterException problem -> {
                    return problem;
                }
                case QuarkusBindException bind -> {
                    return new YardmasterException(
                            ErrorCode.CONFLICT,
                            "The port is already in use: " + bind.getMessage() + ". Choose another port with --port.",
                            failure);
                }
                case FlywayValidateException _ -> {
                    return new YardmasterException(
                            ErrorCode.DATABASE_UNAVAILABLE,
                            "Another version of Yardmaster created this database, and this version can't use it. The data is"
                                    + " unchanged. Start that version again, or choose another home with --home or another"
                                    + " database with YARDMASTER_DATABASE_URL.",
                            failure);
                }
                case SQLException database -> {
                    return new YardmasterException(
                            ErrorCode.DATABASE_UNAVAILABLE,
                            "The database can't be used: " + database.getMessage()
                                    + " Check YARDMASTER_DATABASE_URL, or unset it to use the embedded PostgreSQL.",
                            failure);
                }
                case Throwable _ -> {}
            }
        }
        return new IllegalStateException("The service failed: " + failure.getMessage(), failure);
    }
}
