package dev.yardmaster.problem;

import dev.yardmaster.problem.YardmasterException.FieldError;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A parameter of the path, the query or a header that can't be converted. Jakarta REST does not report which one it was. But the
 * converter (of an enum, a number, a UUID, a date) quotes the value in its message, and that value identifies the parameter. A value in the path that is
 * no id belongs to nothing, so the status is 404.
 */
final class BadParameter {
    private BadParameter() {}

    /**
     * @param cause the exception of the converter
     */
    static Problem of(Throwable cause, FailedRequest request) {
        String message = String.valueOf(cause.getMessage());
        String why = why(cause, message);
        return name(message, request.query())
                .map(name -> Problem.of(ErrorCode.INVALID_REQUEST, new FieldError(name, why)))
                .or(() -> name(message, request.inPath())
                        .map(name -> Problem.of(ErrorCode.NOT_FOUND, new FieldError(name, why))))
                .orElseGet(() -> Problem.of(
                        ErrorCode.INVALID_REQUEST,
                        request + " can't be read: a parameter of its path, query or headers " + why + "."));
    }

    private static String why(Throwable cause, String message) {
        if (message.contains("UUID string")) {
            return "must be an id, which is a UUID";
        }
        return UserFacingMessage.of(cause)
                .map(own -> "is not valid: " + own)
                .orElse("does not have the format that /q/openapi describes");
    }

    private static Optional<String> name(String message, List<Map.Entry<String, String>> parameters) {
        return parameters.stream()
                .filter(parameter -> quotes(message, parameter.getValue()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static boolean quotes(String message, String value) {
        return !value.isBlank()
                && Pattern.compile("(?<!\\w)" + Pattern.quote(value) + "(?!\\w)")
                        .matcher(message)
                        .find();
    }
}
