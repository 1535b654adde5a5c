package dev.yardmaster.activity;

import dev.yardmaster.page.TimeParameter;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** Selects entries of the activity, as a request does. Empty fields select all. */
@RegisterForReflection
record ActivityFilter(
        @QueryParam("after") Optional<UUID> after,

        @Parameter(description = "The name of a token or agent, or a part of the service such as dispatcher.")
        @QueryParam("actor")
        Optional<String> actor,

        @Parameter(description = "An action, such as task.cancel.") @QueryParam("action")
        Optional<String> action,

        @Parameter(description = "The kind of the thing, such as task.") @QueryParam("kind")
        Optional<String> kind,

        @Parameter(description = "The id or name of the thing.") @QueryParam("thing")
        Optional<String> thing,

        @Parameter(description = "The start, inclusive: a UTC day or a time.") @QueryParam("from")
        Optional<String> from,

        @Parameter(description = "The end, exclusive: a UTC day or a time.") @QueryParam("to")
        Optional<String> to,

        @Parameter(
                description = "A part of the actor, the action, the name or the changed fields. Upper and lower case"
                        + " are the same.")
        @QueryParam("text")
        Optional<String> text) {
    /** The start, inclusive; throws {@code invalid_request}. */
    Optional<Instant> start() {
        return from.map(time -> TimeParameter.parse("from", time));
    }

    /** The end, exclusive; throws {@code invalid_request}. */
    Optional<Instant> end() {
        return to.map(time -> TimeParameter.parse("to", time));
    }
}
