package dev.yardmaster.tools;

import dev.yardmaster.access.CallingSession;
import dev.yardmaster.agent.Role;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;

/**
 * A tool of agents.
 *
 * @param roles the roles of the agents that have it
 * @param changes whether it changes anything
 * @param description what it does, for the model
 */
record Tool(
        String name,
        Set<Role> roles,
        boolean changes,
        String description,
        List<ToolArgument> arguments,
        Handler handler) {
    /** The most arguments of a tool, because models mix up more of them. */
    static final int MOST_ARGUMENTS = 6;
    /** The most tools of a role, because each one takes a part of the context of every session. */
    static final int MOST_TOOLS = 14;

    Tool {
        roles = Set.copyOf(roles);
        arguments = List.copyOf(arguments);
    }

    /** Handles the calls of a tool. */
    @FunctionalInterface
    interface Handler {
        /** Returns what the model gets, as JSON. Fails with a {@code YardmasterException} whose detail tells the model what to do. */
        Uni<?> call(CallingSession caller, ToolInput input);
    }

    /** The JSON Schema of the arguments. */
    JsonObject schema() {
        var properties = new JsonObject();
        var required = new JsonArray();
        arguments.forEach(argument -> {
            properties.put(argument.name(), argument.schema());
            if (argument.required()) {
                required.add(argument.name());
            }
        });
        return new JsonObject()
                .put("type", "object")
                .put("properties", properties)
                .put("required", required)
                .put("additionalProperties", false);
    }
}
