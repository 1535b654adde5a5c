package dev.yardmaster.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import java.util.Set;

/** Applies JSON merge patches (RFC 7396): a field in the patch replaces the old value, null removes it. An invalid patch changes nothing. */
@Singleton
public class MergePatch {
    private final ObjectMapper mapper;
    private final Validator validator;

    MergePatch(ObjectMapper mapper, Validator validator) {
        this.mapper = mapper;
        this.validator = validator;
    }

    /** Applies a patch to a value and validates the result. Throws {@code invalid_json} or {@code invalid_request} with the field. */
    public <T> T apply(T value, ObjectNode patch, Class<T> type) {
        ObjectNode merged = mapper.valueToTree(value);
        merge(merged, patch);
        try {
            T changed = mapper.treeToValue(merged, type);
            Set<ConstraintViolation<T>> violations = validator.validate(changed);
            if (!violations.isEmpty()) {
                throw new ConstraintViolationException(violations);
            }
            return changed;
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

    private static void merge(ObjectNode target, ObjectNode patch) {
        patch.properties().forEach(entry -> {
            String field = entry.getKey();
            switch (entry.getValue()) {
                case ObjectNode object -> {
                    ObjectNode inner =
                            target.get(field) instanceof ObjectNode existing ? existing : target.putObject(field);
                    merge(inner, object);
                }
                case NullNode _ -> target.remove(field);
                case JsonNode other -> target.set(field, other);
            }
        });
    }
}
