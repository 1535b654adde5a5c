package dev.yardmaster.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * A secret in the JSON of the API: {@code {"secret": "value"}} for a new one, {@code {"secret": true}} for a stored one.
 *
 * @param text the new secret; empty for the stored one
 */
record SecretValue(Optional<String> text) {
    private static final String FIELD = "secret";

    /** Reads a secret; empty if the JSON has another form. */
    static Optional<SecretValue> of(JsonNode json) {
        JsonNode value = json.path(FIELD);
        if (json.size() != 1 || !(value.isTextual() || (value.isBoolean() && value.booleanValue()))) {
            return Optional.empty();
        }
        return Optional.of(new SecretValue(Optional.ofNullable(value.textValue())));
    }

    /** A secret as responses show it. */
    static ObjectNode shown() {
        return JsonNodeFactory.instance.objectNode().put(FIELD, true);
    }

    @Override
    public String toString() {
        return "SecretValue[]";
    }
}
