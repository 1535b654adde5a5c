package dev.yardmaster.database;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.Objects;

/** Creates the errors of the embedded PostgreSQL. Each message ends with the alternative: a PostgreSQL of the user's own. */
final class DatabaseErrors {
    private static final String ALTERNATIVE = " Or set YARDMASTER_DATABASE_URL to use a PostgreSQL of your own.";

    private DatabaseErrors() {}

    static YardmasterException because(String detail) {
        return new YardmasterException(ErrorCode.DATABASE_UNAVAILABLE, detail + ALTERNATIVE);
    }

    /**
     * @param what what failed and where, as the start of a sentence
     * @param advice what to do, as a sentence
     */
    static YardmasterException because(String what, IOException cause, String advice) {
        String detail = what + ": " + reason(cause) + ". " + advice + ALTERNATIVE;
        return new YardmasterException(ErrorCode.DATABASE_UNAVAILABLE, detail, cause);
    }

    static YardmasterException interrupted() {
        return new YardmasterException(
                ErrorCode.DATABASE_UNAVAILABLE, "The start of the embedded PostgreSQL was interrupted.");
    }

    private static String reason(IOException cause) {
        return switch (cause) {
            case AccessDeniedException denied -> "permission denied for " + denied.getFile();
            case FileSystemException failed
            when failed.getReason() != null -> failed.getReason() + " (" + failed.getFile() + ")";
            default -> Objects.toString(cause.getMessage(), cause.getClass().getSimpleName());
        };
    }
}
