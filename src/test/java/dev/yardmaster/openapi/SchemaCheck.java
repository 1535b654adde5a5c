package dev.yardmaster.openapi;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Compares JSON values with the schemas of the document, more strictly than a client: every field must be documented. */
final class SchemaCheck {
    private final JsonObject document;
    private final List<String> differences = new ArrayList<>();

    private SchemaCheck(JsonObject document) {
        this.document = document;
    }

    /** The differences between a value and a schema; empty if the value is as documented. */
    static List<String> differences(JsonObject document, JsonObject schema, @Nullable Object value) {
        var check = new SchemaCheck(document);
        check.check("", schema, value);
        return check.differences;
    }

    /** Follows a reference. */
    static JsonObject resolved(JsonObject document, JsonObject schema) {
        String ref = schema.getString("$ref");
        if (ref == null) {
            return schema;
        }
        JsonObject found = document;
        for (String name : ref.substring("#/".length()).split("/")) {
            found = found.getJsonObject(name);
        }
        return resolved(document, found);
    }

    private void check(String path, JsonObject reference, @Nullable Object value) {
        JsonObject schema = resolved(document, reference);
        List<String> types = types(schema);
        if (schema.containsKey("oneOf") || types.isEmpty()) {
            return;
        }
        if (schema.containsKey("enum") && !schema.getJsonArray("enum").contains(value)) {
            differences.add(path + " is " + value + ", not one of " + schema.getJsonArray("enum"));
        }
        switch (value) {
            case null -> require(path, types, "null");
            case String text -> {
                require(path, types, "string");
                checkFormat(path, schema.getString("format", ""), text);
            }
            case Boolean _ -> require(path, types, "boolean");
            case Number number ->
                require(path, types, isWhole(number) && types.contains("integer") ? "integer" : "number");
            case JsonArray items -> {
                require(path, types, "array");
                for (int i = 0; i < items.size(); i++) {
                    check(path + "[" + i + "]", schema.getJsonObject("items", new JsonObject()), items.getValue(i));
                }
            }
            case JsonObject object -> {
                require(path, types, "object");
                checkFields(path, schema, object);
            }
            case Object other -> differences.add(path + " has the type " + other.getClass());
        }
    }

    private void checkFields(String path, JsonObject schema, JsonObject object) {
        JsonObject properties = schema.getJsonObject("properties", new JsonObject());
        Object others = schema.getValue("additionalProperties", false);
        schema.getJsonArray("required", new JsonArray()).stream()
                .filter(name -> !object.containsKey((String) name))
                .forEach(name -> differences.add(path + "." + name + " is missing"));
        for (String name : object.fieldNames()) {
            if (properties.containsKey(name)) {
                check(path + "." + name, properties.getJsonObject(name), object.getValue(name));
            } else if (others instanceof JsonObject schemaOfOthers) {
                check(path + "." + name, schemaOfOthers, object.getValue(name));
            } else if (Boolean.FALSE.equals(others)) {
                differences.add(path + "." + name + " is not documented");
            }
        }
    }

    private void require(String path, List<String> types, String type) {
        if (!types.contains(type)) {
            differences.add(path + " is a value of the type " + type + ", documented are " + types);
        }
    }

    private void checkFormat(String path, String format, String text) {
        try {
            switch (format) {
                case "uuid" -> UUID.fromString(text);
                case "date-time" -> Instant.parse(text);
                case "duration" -> Duration.parse(text);
                case String _ -> {}
            }
        } catch (RuntimeException _) {
            differences.add(path + " is '" + text + "', which does not have the format " + format);
        }
    }

    private static List<String> types(JsonObject schema) {
        return switch (schema.getValue("type")) {
            case null -> List.of();
            case JsonArray types -> types.stream().map(String.class::cast).toList();
            case Object type -> List.of((String) type);
        };
    }

    private static boolean isWhole(Number number) {
        return number instanceof Integer || number instanceof Long;
    }
}
