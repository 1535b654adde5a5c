package dev.yardmaster.problem;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.yardmaster.problem.YardmasterException.FieldError;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Describes JSON that can't be read: the field, line and column, in terms of JSON, not of Java. */
final class JsonProblems {
    private JsonProblems() {}

    /** The failure must have occurred while a request was read. */
    static Problem of(JacksonException failure) {
        return failure instanceof JsonMappingException mapping ? unfit(mapping) : malformed(failure);
    }

    private static Problem malformed(JacksonException failure) {
        String why = String.valueOf(failure.getOriginalMessage());
        // Messages with backticks name classes and settings of Jackson; the others are about JSON only.
        return Problem.of(
                ErrorCode.INVALID_JSON,
                "The body is not well-formed JSON" + at(failure) + (why.contains("`") ? "" : ": " + why) + ".");
    }

    private static Problem unfit(JsonMappingException failure) {
        return switch (failure.getCause()) {
            case YardmasterException own -> ofField(own, path(failure.getPath()));
            case InputCoercionException range ->
                unfit(failure, "must be " + ExpectedJsonShape.name(range.getTargetType()));
            case StreamReadException inside -> malformed(inside);
            case null, default -> unfit(failure, detail(failure));
        };
    }

    private static Problem ofField(YardmasterException own, String field) {
        return field.isEmpty() || !own.errors().isEmpty()
                ? Problem.of(own)
                : Problem.of(
                        own.code(),
                        "'" + field + "' is not valid: " + own.detail(),
                        List.of(new FieldError(field, own.detail())));
    }

    private static Problem unfit(JsonMappingException failure, String detail) {
        String field = path(failure.getPath());
        return field.isEmpty()
                ? Problem.of(ErrorCode.INVALID_JSON, "The body " + detail + at(failure) + ".")
                : Problem.of(ErrorCode.INVALID_JSON, new FieldError(field, detail + at(failure)));
    }

    private static String detail(JsonMappingException failure) {
        return UserFacingMessage.of(failure)
                .map(message -> "is not valid: " + message)
                .orElseGet(() -> switch (failure) {
                    case UnrecognizedPropertyException unknown ->
                        "is not a known field; known fields are " + knownFields(unknown);
                    case MismatchedInputException mismatch -> "must be " + ExpectedJsonShape.of(mismatch);
                    case JsonMappingException _ -> "has a value that is not accepted";
                });
    }

    private static String knownFields(UnrecognizedPropertyException unknown) {
        return unknown.getKnownPropertyIds().stream()
                .map(String::valueOf)
                .sorted()
                .collect(Collectors.joining(", "));
    }

    /** The path of a field, such as {@code entries[0].slots}; empty for the whole body. */
    private static String path(List<JsonMappingException.Reference> references) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference reference : references) {
            if (reference.getFieldName() == null) {
                path.append('[').append(reference.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(reference.getFieldName());
            }
        }
        return path.toString();
    }

    private static String at(JacksonException failure) {
        JsonLocation location = Objects.requireNonNullElse(failure.getLocation(), JsonLocation.NA);
        return location.getLineNr() < 1
                ? ""
                : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }
}
