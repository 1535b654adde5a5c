package dev.yardmaster.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.client.ClientException;
import dev.yardmaster.client.ClientException.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The settings of the workspace as people type them: {@code name=value}, or {@code name.entry=value} for an entry of a map. */
final class Settings {
    /** The types of all settings; a map has the type of its values. */
    static final Map<String, ValueType> TYPES = types();

    private Settings() {}

    private static Map<String, ValueType> types() {
        Map<String, ValueType> types = new LinkedHashMap<>();
        types.put("defaultProvider", ValueType.TEXT);
        types.put("runtime", ValueType.TEXT);
        types.put("defaultModels", ValueType.MAP);
        types.put("executablePaths", ValueType.MAP);
        types.put("fallbackChain", ValueType.WORDS);
        types.put("maxLimitWait", ValueType.DURATION);
        return types;
    }

    /** The body that changes settings. Throws a {@link ClientException}. */
    static ObjectNode changed(List<String> assignments) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        for (String assignment : assignments) {
            int equals = assignment.indexOf('=');
            if (equals < 0) {
                throw new ClientException(
                        Kind.USAGE, "'" + assignment + "' has no value. Give SETTING=VALUE, such as runtime=NAME.");
            }
            put(body, assignment.substring(0, equals), Optional.of(assignment.substring(equals + 1)));
        }
        return body;
    }

    /** The body that resets settings. Throws a {@link ClientException}. */
    static ObjectNode reset(List<String> names) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        names.forEach(name -> put(body, name, Optional.empty()));
        return body;
    }

    private static void put(ObjectNode body, String path, Optional<String> value) {
        String[] parts = path.split("\\.", 2);
        ValueType type = type(parts[0]);
        if (parts.length == 1) {
            body.set(
                    parts[0],
                    value.map(text -> type.json(path, List.of(text))).orElseGet(JsonNodeFactory.instance::nullNode));
        } else if (type == ValueType.MAP) {
            JsonNode entry = value.<JsonNode>map(JsonNodeFactory.instance::textNode)
                    .orElseGet(JsonNodeFactory.instance::nullNode);
            body.withObjectProperty(parts[0]).set(parts[1], entry);
        } else {
            throw new ClientException(
                    Kind.USAGE, "The setting '" + parts[0] + "' has no entries. Leave out '." + parts[1] + "'.");
        }
    }

    private static ValueType type(String name) {
        return Optional.ofNullable(TYPES.get(name))
                .orElseThrow(() -> new ClientException(
                        Kind.USAGE,
                        "There is no setting '" + name + "'. The settings are " + String.join(", ", TYPES.keySet())
                                + "."));
    }
}
