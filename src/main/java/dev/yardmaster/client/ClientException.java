package dev.yardmaster.client;

import java.util.Objects;

/** A command can't do its work. The message is for the user: what is wrong, and what to do. */
public final class ClientException extends RuntimeException {
    private final Kind kind;

    /** Why a command fails; each kind has an exit code of its own. */
    public enum Kind {
        /** The arguments are wrong, or the service does not accept their values. */
        USAGE(2),
        /** The named thing does not exist. */
        NOT_FOUND(3),
        /** The state of the service or of the thing does not allow the command. */
        REFUSED(4),
        /** The token is missing or wrong, or its role does not allow the command. */
        NOT_ALLOWED(5),
        /** No Yardmaster answers at the address. */
        UNREACHABLE(6),
        /** The service has failed. */
        INTERNAL(1);

        private final int exitCode;

        Kind(int exitCode) {
            this.exitCode = exitCode;
        }

        /** The exit code of a command that fails for this reason. */
        public int exitCode() {
            return exitCode;
        }

        /** What an HTTP status of the service means. */
        static Kind ofStatus(int status) {
            return switch (status) {
                case 400, 405, 406, 413, 415, 422 -> USAGE;
                case 401, 403 -> NOT_ALLOWED;
                case 404 -> NOT_FOUND;
                case 500 -> INTERNAL;
                case 502, 503, 504 -> status == 503 ? REFUSED : UNREACHABLE;
                default -> REFUSED;
            };
        }
    }

    public ClientException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public ClientException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** The sentences for the user; never null. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    public Kind kind() {
        return kind;
    }
}
