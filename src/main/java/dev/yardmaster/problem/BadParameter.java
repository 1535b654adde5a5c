package dev.yardmaster.problem;

import dev.yardmaster.problem.YardmasterException.FieldError;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A parameter of the path, the query or a header that can't be converted. Jakarta REST does not report which one it was. But the
 * converter (of an enum, a number, a UUID, a date) quotes the value in its message, and that value identifies the query parameter.
 */
final class BadParameter {
    private BadParameter() {}

    /**
     * @param cause the exception of the converter
     */
    static Problem of(Throwable cause, FailedRequest request) {
        Optional<String> name = nameInQuery(String.valueOf(cause.getMessage()), request.query());
        String why = UserFacingMessage.of(cause)
                .map(message -> "is not valid: " + message)
                .orElse("does not have the format that /q/openapi describes");
        return name.map(found -> Problem.of(ErrorCode.INVALID_REQUEST, new FieldError(found, why)))
                .orElseGet(() -> Problem.of(
                        ErrorCode.INVALID_REQUEST,
                        request + " can't be read: a parameter of its path, query or headers " + why + "."));
    }

    private static Optional<String> nameInQuery(String message, List<Map.Entry<String, String>> query) {
        return query.stream()
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
