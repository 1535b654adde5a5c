package dev.yardmaster.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.util.stream.Collectors;

/** A merge patch that does not fit. */
final class PatchProblem {
    private PatchProblem() {}

    static YardmasterException of(JsonProcessingException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof YardmasterException problem) {
                return problem;
            }
        }
        String field = failure instanceof JsonMappingException mapping
                ? mapping.getPath().stream()
                        .map(JsonMappingException.Reference::getFieldName)
                        .collect(Collectors.joining("."))
                : "";
        return new YardmasterException(
                ErrorCode.INVALID_JSON,
                "The field '" + field
                        + "' is unknown or has a value of the wrong type. See POST /api/agents for the fields.");
    }
}
