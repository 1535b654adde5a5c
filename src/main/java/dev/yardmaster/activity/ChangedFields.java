package dev.yardmaster.activity;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.mcp.McpServersJson;
import dev.yardmaster.process.Redactor;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Compares a thing before and after a change: only the changed fields, without secrets, and without most of very long texts. */
@Singleton
class ChangedFields {
    static final int LONGEST = 2000;

    private static final String MASK = "***";

    /** Fields that change by themselves. */
    private static final Set<String> IGNORED = Set.of("updatedAt", "queued", "running", "spent", "health");

    private static final TypeReference<Map<String, Object>> FIELDS = new TypeReference<>() {};

    private final ObjectMapper json;

    ChangedFields(ObjectMapper json) {
        this.json = json;
    }

    /** A thing as a tree; empty if it is no object. */
    Optional<ObjectNode> tree(Object thing) {
        return json.valueToTree(thing) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
    }

    /** The fields of {@code shown} that {@code other} does not have with the same value; empty if there are none. */
    Optional<Map<String, Object>> of(Optional<ObjectNode> shown, Optional<ObjectNode> other) {
        ObjectNode changed = json.createObjectNode();
        // A known secret can be part of any text, such as an instruction.
        Redactor redactor = Redactor.of(Map.of());
        shown.ifPresent(fields -> fields.properties().forEach(field -> {
            boolean same = other.map(it -> it.get(field.getKey()))
                    .filter(field.getValue()::equals)
                    .isPresent();
            if (!same && !IGNORED.contains(field.getKey())) {
                changed.set(
                        field.getKey(),
                        shortened(
                                Json.replaceTexts(withoutSecrets(field.getKey(), field.getValue()), redactor::redact)));
            }
        }));
        return changed.isEmpty() ? Optional.empty() : Optional.of(json.convertValue(changed, FIELDS));
    }

    private JsonNode withoutSecrets(String name, JsonNode value) {
        return switch (name) {
            // Only admins see the URL of a webhook, which can hold a secret.
            case "token", "secret", "url" -> json.getNodeFactory().textNode(MASK);
            case "environment" -> masked(value);
            case "mcpServers" -> value instanceof ObjectNode servers ? McpServersJson.redacted(servers) : value;
            default -> value;
        };
    }

    /** An object with the same names and without the values. */
    private ObjectNode masked(JsonNode values) {
        ObjectNode masked = json.createObjectNode();
        values.fieldNames().forEachRemaining(name -> masked.put(name, MASK));
        return masked;
    }

    private JsonNode shortened(JsonNode value) {
        String text = value.isTextual() ? value.textValue() : value.toString();
        return text.length() <= LONGEST ? value : json.getNodeFactory().textNode(text.substring(0, LONGEST) + "…");
    }
}
