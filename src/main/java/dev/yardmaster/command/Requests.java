package dev.yardmaster.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.client.Call;
import dev.yardmaster.client.ClientException;
import dev.yardmaster.client.ClientException.Kind;
import dev.yardmaster.command.Argument.Place;
import java.util.List;

/** Makes the request of a command from its arguments. */
final class Requests {
    private Requests() {}

    /** The request. Throws a {@link ClientException} that names a wrong argument. */
    static Call of(ApiCommand command, GivenArguments given) {
        Call call = Call.of(command.method(), command.path(variable -> given.pathValue(command, variable)));
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        command.constants().forEach(body::put);
        for (Argument argument : command.arguments()) {
            List<String> values = given.values(argument);
            if (!values.isEmpty() && argument.place() == Place.BODY) {
                put(body, argument, argument.type().json(argument.name(), values));
            } else if (argument.place() == Place.QUERY) {
                for (String value : values) {
                    call = call.with(
                            argument.field(),
                            argument.type()
                                    .json(argument.name(), List.of(value))
                                    .asText());
                }
            }
        }
        command.defaults().forEach((field, other) -> {
            if (!body.has(field)) {
                body.set(field, body.path(other));
            }
        });
        unset(command, given, body);
        Call complete = command.takesBody() ? call.withBody(body) : call;
        return command.hasSecretAnswer() ? complete.once() : complete;
    }

    /** A value without a field is an object with fields. */
    private static void put(ObjectNode body, Argument argument, JsonNode value) {
        if (argument.field().isEmpty()) {
            body.setAll((ObjectNode) value);
        } else {
            body.set(argument.field(), value);
        }
    }

    private static void unset(ApiCommand command, GivenArguments given, ObjectNode body) {
        for (String name : given.unset()) {
            body.putNull(command.arguments().stream()
                    .filter(argument -> argument.place() == Place.BODY)
                    .filter(argument ->
                            argument.field().equals(name) || argument.names().contains("--" + name))
                    .findFirst()
                    .map(Argument::field)
                    .orElseThrow(() -> new ClientException(
                            Kind.USAGE,
                            "--unset names '" + name
                                    + "', which is no option of this command. Give the name of an option without its"
                                    + " dashes, such as --unset "
                                    + command.arguments().getLast().name().replaceFirst("^-+", "") + ".")));
        }
    }
}
