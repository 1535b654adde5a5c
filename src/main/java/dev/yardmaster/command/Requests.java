package dev.yardmaster.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.client.Call;
import dev.yardmaster.command.CommandOption.Place;

/** Makes the request of a command. */
final class Requests {
    private Requests() {}

    /** The request with the given arguments. Throws a {@link dev.yardmaster.client.ClientException} that names a wrong option. */
    static Call of(ApiCommand command, Given given) {
        Call call = Call.of(command.method(), command.path(given::pathValue));
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        for (CommandOption positional : command.positionals()) {
            body.set(
                    positional.field(),
                    positional.type().json(positional.label(), java.util.List.of(given.positionalValue(positional))));
        }
        for (CommandOption option : command.options()) {
            var values = given.values(option);
            if (values.isPresent() && option.place() == Place.BODY) {
                body.set(option.field(), option.type().json(option.name(), values.get()));
            } else if (values.isPresent()) {
                for (String value : values.get()) {
                    call = call.with(option.field(), option.type().json(option.name(), java.util.List.of(value)).asText());
                }
            }
        }
        return takesBody(command) ? call.withBody(body) : call;
    }

    private static boolean takesBody(ApiCommand command) {
        return !command.positionals().isEmpty()
                || command.options().stream().anyMatch(option -> option.place() == Place.BODY);
    }
}
