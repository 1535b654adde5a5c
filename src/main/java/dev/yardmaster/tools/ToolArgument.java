package dev.yardmaster.tools;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;

/**
 * An argument of a tool.
 *
 * @param type its type in JSON Schema
 * @param schema its JSON Schema, with the description for the model
 */
record ToolArgument(String name, Type type, boolean required, JsonObject schema) {
    /** The types of arguments. */
    enum Type {
        STRING,
        INTEGER,
        BOOLEAN,
        ARRAY,
        OBJECT
    }

    static ToolArgument text(String name, String description) {
        return of(name, Type.STRING, description);
    }

    static ToolArgument oneOf(String name, List<String> values, String description) {
        ToolArgument argument = text(name, description);
        argument.schema.put("enum", new JsonArray(values));
        return argument;
    }

    static ToolArgument number(String name, int least, int most, String description) {
        ToolArgument argument = of(name, Type.INTEGER, description);
        argument.schema.put("minimum", least).put("maximum", most);
        return argument;
    }

    static ToolArgument flag(String name, String description) {
        return of(name, Type.BOOLEAN, description);
    }

    static ToolArgument texts(String name, String description) {
        ToolArgument argument = of(name, Type.ARRAY, description);
        argument.schema.put("items", new JsonObject().put("type", "string"));
        return argument;
    }

    static ToolArgument objects(String name, String description) {
        ToolArgument argument = of(name, Type.ARRAY, description);
        argument.schema.put("items", new JsonObject().put("type", "object"));
        return argument;
    }

    static ToolArgument object(String name, String description) {
        return of(name, Type.OBJECT, description);
    }

    /** The same argument, which a call must have. */
    ToolArgument needed() {
        return new ToolArgument(name, type, true, schema);
    }

    private static ToolArgument of(String name, Type type, String description) {
        var schema = new JsonObject()
                .put("type", type.name().toLowerCase(Locale.ROOT))
                .put("description", description);
        return new ToolArgument(name, type, false, schema);
    }
}
