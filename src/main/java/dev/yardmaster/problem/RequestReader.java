package dev.yardmaster.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.util.Set;

/** Reads a part of a request from a JSON tree and validates it. The errors are the same as for a whole body. For any thread. */
@Singleton
public class RequestReader {
    private final ObjectMapper mapper;
    private final Validator validator;

    RequestReader(ObjectMapper mapper, Validator validator) {
        this.mapper = mapper;
        this.validator = validator;
    }

    /** Throws {@code invalid_json} or {@code invalid_request} with the fields, which are relative to the part. */
    public <T> T read(JsonNode json, Class<T> type) {
        try {
            T value = mapper.treeToValue(json, type);
            Set<ConstraintViolation<T>> violations = validator.validate(value);
            if (!violations.isEmpty()) {
                throw ViolationProblems.invalid(ViolationProblems.errors(violations));
            }
            return value;
        } catch (JsonMappingException e) {
            throw refusal(e);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A JSON tree is always well-formed", e);
        }
    }

    private static YardmasterException refusal(JsonMappingException failure) {
        if (failure.getCause() instanceof YardmasterException own) {
            return own;
        }
        Problem problem = JsonProblems.of(failure);
        return new YardmasterException(ErrorCode.INVALID_JSON, problem.detail(), problem.errors(), failure);
    }
}
