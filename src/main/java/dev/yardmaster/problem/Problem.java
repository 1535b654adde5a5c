package dev.yardmaster.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.yardmaster.problem.YardmasterException.FieldError;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * An error response: the members of RFC 9457 and a code that clients branch on.
 *
 * @param type a URN that contains the code; it identifies the kind of problem and can't be opened
 * @param title a short summary, the same for all problems of this kind
 * @param status the HTTP status
 * @param detail what was wrong, where, and what to do; never names a class
 * @param code an {@link ErrorCode#code()}
 * @param errors the errors of single fields; left out of the JSON if empty
 */
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String code,
        @JsonInclude(Include.NON_EMPTY) List<FieldError> errors) {
    /** The media type of every error. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final int FIRST_SERVER_ERROR = 500;

    public Problem {
        errors = List.copyOf(errors);
    }

    /** The problem for an error. */
    public static Problem of(YardmasterException failure) {
        return of(failure.code(), failure.detail(), failure.errors());
    }

    /** The problem for a failure whose cause is the request; empty if the cause is the service. */
    public static Optional<Problem> ofRequest(Throwable failure) {
        return switch (failure) {
            case YardmasterException own when own.code().status() < FIRST_SERVER_ERROR -> Optional.of(of(own));
            case Throwable other when DatabaseFailure.isUnstorableText(other) -> Optional.of(ofUnstorableText());
            case Throwable _ -> Optional.empty();
        };
    }

    static Problem ofUnstorableText() {
        return of(ErrorCode.INVALID_REQUEST, "A text in the request contains a NUL character. Remove it.");
    }

    static Problem of(ErrorCode code, String detail) {
        return of(code, detail, List.of());
    }

    static Problem of(ErrorCode code, String detail, List<FieldError> errors) {
        return new Problem(
                "urn:yardmaster:problem:" + code.code(), code.title(), code.status(), detail, code.code(), errors);
    }

    /** A problem with a single field. */
    static Problem of(ErrorCode code, FieldError error) {
        return of(code, "'" + error.field() + "' " + error.detail() + ".", List.of(error));
    }

    /** The JSON form. Built without reflection, so REST resources, Vert.x routes and native images write the same. */
    public String toJson() {
        JsonObject json = new JsonObject()
                .put("type", type)
                .put("title", title)
                .put("status", status)
                .put("detail", detail)
                .put("code", code);
        if (!errors.isEmpty()) {
            json.put(
                    "errors", new JsonArray(errors.stream().map(Problem::toJson).toList()));
        }
        return json.encode();
    }

    private static JsonObject toJson(FieldError error) {
        return new JsonObject().put("field", error.field()).put("detail", error.detail());
    }
}
