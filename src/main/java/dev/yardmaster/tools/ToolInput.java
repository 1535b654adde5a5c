package dev.yardmaster.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.id.Ids;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** The arguments of a call, which fit the tool. */
record ToolInput(ObjectNode values) {
    /** Throws {@code invalid_request} for an argument that is unknown, missing or of the wrong type. */
    static ToolInput of(Tool tool, ObjectNode values) {
        List<String> known = tool.arguments().stream().map(ToolArgument::name).toList();
        values.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw invalid(
                        name,
                        "is not an argument of " + tool.name() + ". Its arguments are " + String.join(", ", known));
            }
        });
        var given = values.deepCopy();
        // Some models send null for an argument that they leave out.
        given.properties().removeIf(value -> value.getValue().isNull());
        tool.arguments().forEach(argument -> check(argument, given.path(argument.name())));
        return new ToolInput(given);
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(values.path(name).textValue());
    }

    String needed(String name) {
        return text(name).orElseThrow();
    }

    Optional<Integer> number(String name) {
        return Optional.of(values.path(name)).filter(JsonNode::isInt).map(JsonNode::intValue);
    }

    boolean flag(String name, boolean otherwise) {
        return values.path(name).asBoolean(otherwise);
    }

    List<JsonNode> items(String name) {
        return values.path(name).valueStream().toList();
    }

    /** The ids of tasks in a list; throws {@code invalid_request}. */
    List<UUID> ids(String name) {
        return items(name).stream().map(item -> id(name, item.asText())).toList();
    }

    /** The id of a task; throws {@code invalid_request}. */
    Optional<UUID> id(String name) {
        return text(name).map(text -> id(name, text));
    }

    /** The id of a message; throws {@code invalid_request}. */
    Optional<UUID> messageId(String name) {
        return text(name)
                .map(text -> Ids.parse(text)
                        .orElseThrow(() -> invalid(
                                name, "must be the id of a message, not '" + text + "'. message_list shows the ids")));
    }

    Optional<ObjectNode> object(String name) {
        return values.path(name) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
    }

    private static UUID id(String name, String text) {
        return Ids.parse(text)
                .orElseThrow(
                        () -> invalid(name, "must be the id of a task, not '" + text + "'. task_list shows the ids"));
    }

    private static void check(ToolArgument argument, JsonNode value) {
        if (value.isMissingNode()) {
            if (argument.required()) {
                throw invalid(
                        argument.name(), "is missing: " + argument.schema().getString("description"));
            }
            return;
        }
        boolean fits =
                switch (argument.type()) {
                    case STRING ->
                        value.isTextual()
                                && !(argument.required() && value.textValue().isBlank());
                    case INTEGER -> value.isInt();
                    case BOOLEAN -> value.isBoolean();
                    case ARRAY -> value.isArray() && value.valueStream().allMatch(item -> isItem(argument, item));
                    case OBJECT -> value.isObject();
                };
        boolean listed = !argument.schema().containsKey("enum")
                || argument.schema().getJsonArray("enum").contains(value.asText());
        boolean inRange = argument.type() != ToolArgument.Type.INTEGER
                || (value.asInt() >= argument.schema().getInteger("minimum")
                        && value.asInt() <= argument.schema().getInteger("maximum"));
        if (!fits || !listed || !inRange) {
            throw invalid(argument.name(), "must be " + expected(argument));
        }
    }

    private static boolean isItem(ToolArgument argument, JsonNode item) {
        return "object".equals(argument.schema().getJsonObject("items").getString("type"))
                ? item.isObject()
                : item.isTextual();
    }

    private static String expected(ToolArgument argument) {
        var schema = argument.schema();
        if (schema.containsKey("enum")) {
            return "one of "
                    + String.join(
                            ", ",
                            schema.getJsonArray("enum").stream()
                                    .map(Object::toString)
                                    .toList());
        }
        return switch (argument.type()) {
            case STRING -> "a text that is not empty";
            case INTEGER ->
                "a whole number from " + schema.getInteger("minimum") + " to " + schema.getInteger("maximum");
            case BOOLEAN -> "true or false";
            case ARRAY ->
                "a list of " + schema.getJsonObject("items").getString("type").toLowerCase(Locale.ROOT) + "s";
            case OBJECT -> "an object";
        };
    }

    private static YardmasterException invalid(String argument, String problem) {
        return YardmasterException.ofField(ErrorCode.INVALID_REQUEST, argument, problem);
    }
}
