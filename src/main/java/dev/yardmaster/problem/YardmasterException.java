package dev.yardmaster.problem;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The only exception of the service: a code, and a detail that explains what is wrong, where, and what to do. */
public final class YardmasterException extends RuntimeException {
    private final ErrorCode code;
    private final transient List<FieldError> errors;
    private final @Nullable Duration retryAfter;

    public YardmasterException(ErrorCode code, String detail) {
        this(code, detail, List.of(), null);
    }

    public YardmasterException(ErrorCode code, String detail, Throwable cause) {
        this(code, detail, List.of(), cause);
    }

    public YardmasterException(ErrorCode code, String detail, List<FieldError> errors, @Nullable Throwable cause) {
        this(code, detail, errors, cause, null);
    }

    private YardmasterException(
            ErrorCode code,
            String detail,
            List<FieldError> errors,
            @Nullable Throwable cause,
            @Nullable Duration retryAfter) {
        super(detail, cause);
        this.code = code;
        this.errors = List.copyOf(errors);
        this.retryAfter = retryAfter;
    }

    /** An error that goes away by itself after a time. */
    public static YardmasterException temporary(ErrorCode code, String detail, Duration retryAfter) {
        return new YardmasterException(code, detail, List.of(), null, retryAfter);
    }

    /**
     * An error of one field of a request.
     *
     * @param problem the rest of a sentence that begins with the field, without a full stop
     */
    public static YardmasterException ofField(ErrorCode code, String field, String problem) {
        return new YardmasterException(
                code, "'" + field + "' " + problem + ".", List.of(new FieldError(field, problem)), null);
    }

    /** The errors of several fields of a request. */
    public static YardmasterException ofFields(ErrorCode code, List<FieldError> errors) {
        String detail = errors.stream()
                .map(error -> "'" + error.field() + "' " + error.detail())
                .collect(Collectors.joining("; ", "", "."));
        return new YardmasterException(code, detail, errors, null);
    }

    /**
     * This error as an error inside a list of the request.
     *
     * @param item the item, such as {@code tasks[2]}
     */
    public YardmasterException inside(String item) {
        List<FieldError> inside = errors.isEmpty()
                ? List.of(new FieldError(item, "is not valid: " + detail().replaceFirst("\\.$", "")))
                : errors.stream()
                        .map(error -> new FieldError(item + "." + error.field(), error.detail()))
                        .toList();
        return ofFields(code, inside);
    }

    /** This error as an error of one field of a request. */
    public YardmasterException in(String field, String value) {
        return new YardmasterException(
                code,
                "'" + field + "' is '" + value + "'. " + detail(),
                List.of(new FieldError(field, detail())),
                this);
    }

    /** Runs a check of one field. An error of the check becomes an error of the field. */
    public static void checkField(String field, String value, Runnable check) {
        try {
            check.run();
        } catch (YardmasterException e) {
            throw e.in(field, value);
        }
    }

    public ErrorCode code() {
        return code;
    }

    /** The errors of single fields of the request; empty if the request as a whole is at fault. */
    public List<FieldError> errors() {
        return errors;
    }

    /** The value of the header {@code Retry-After}, in whole seconds; empty if no time is known. */
    Optional<String> retryAfter() {
        return Optional.ofNullable(retryAfter)
                .map(time -> Long.toString(Math.max(1, time.plusMillis(999).toSeconds())));
    }

    /** The detail, never null. */
    public String detail() {
        return String.valueOf(getMessage());
    }

    /**
     * One field of a request that is not valid.
     *
     * @param field its name in the JSON body or the query
     * @param detail what is wrong with the value and what is expected
     */
    public record FieldError(String field, String detail) {}
}
