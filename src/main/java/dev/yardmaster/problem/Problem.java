package dev.yardmaster.problem;

import dev.yardmaster.problem.YardmasterException.FieldError;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * An error as clients see it: RFC 9457's members, and a code to branch on.
 *
 * @param type a URN made of the code; it names the kind of problem and can't be opened
 * @param title the same for every problem of this kind
 * @param status the HTTP status
 * @param detail what was wrong, where, and what to do; never names a class
 * @param code an {@link ErrorCode#code()}
 * @param errors what is wrong with single fields; left out of the JSON when empty
 */
public record Problem(String type, String title, int status, String detail, String code, List<FieldError> errors) {
    /** The media type of every error. */
    public static final String MEDIA_TYPE = "application/problem+json";

    public Problem {
        errors = List.copyOf(errors);
    }

    static Problem of(YardmasterException failure) {
        return of(failure.code(), failure.detail(), failure.errors());
    }

    static Problem of(ErrorCode code, String detail) {
        return of(code, detail, List.of());
    }

    static Problem of(ErrorCode code, String detail, List<FieldError> errors) {
        return new Problem(
                "urn:yardmaster:problem:" + code.code(), code.title(), code.status(), detail, code.code(), errors);
    }

    /** One field is at fault: its detail is the problem's too. */
    static Problem of(ErrorCode code, FieldError error) {
        return of(code, "'" + error.field() + "' " + error.detail() + ".", List.of(error));
    }

    /** The JSON, built by hand so that a native image and both kinds of route write the same without reflection. */
    String toJson() {
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
