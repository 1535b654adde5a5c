package dev.yardmaster.problem;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;

/** Applies JSON merge patches (RFC 7396): a field in the patch replaces the old value, null removes it. An invalid patch changes nothing. */
@Singleton
public class MergePatch {
    private final ObjectMapper mapper;
    private final RequestReader reader;

    MergePatch(ObjectMapper mapper, RequestReader reader) {
        this.mapper = mapper;
        this.reader = reader;
    }

    /** Applies a patch to a value and validates the result. Throws {@code invalid_json} or {@code invalid_request} with the field. */
    public <T> T apply(T value, ObjectNode patch, Class<T> type) {
        ObjectNode merged = mapper.valueToTree(value);
        merge(merged, patch);
        return reader.read(merged, type);
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
