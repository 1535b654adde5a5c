package dev.yardmaster.database;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.Objects;

/** Makes the errors of the embedded PostgreSQL: each says what was wrong and where, and ends with the way out. */
final class DatabaseErrors {
    private static final String WAY_OUT = " Or set YARDMASTER_DATABASE_URL to use a PostgreSQL of your own.";

    private DatabaseErrors() {}

    static YardmasterException because(String detail) {
        return new YardmasterException(ErrorCode.DATABASE_UNAVAILABLE, detail + WAY_OUT);
    }

    /**
     * @param what what could not be done, and where, as the start of a sentence
     * @param advice what to do, as a sentence
     */
    static YardmasterException because(String what, IOException cause, String advice) {
        String detail = what + ": " + reason(cause) + ". " + advice + WAY_OUT;
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
