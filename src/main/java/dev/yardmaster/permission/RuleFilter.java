package dev.yardmaster.permission;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** Selects rules, as a request does. Empty fields select all. */
@RegisterForReflection
record RuleFilter(
        @Parameter(description = "The 'next' of the previous page.") @QueryParam("after")
        Optional<UUID> after,

        @Parameter(description = "The first characters of the id.") @QueryParam("id")
        Optional<String> id,

        @Parameter(description = "The id or name of a project: the rules of the project itself.") @QueryParam("project")
        Optional<String> project,

        @Parameter(description = "The id or name of an agent: the rules of the agent itself.") @QueryParam("agent")
        Optional<String> agent,

        @Parameter(description = "The id of a session: the rules of the session itself.") @QueryParam("session")
        Optional<UUID> session) {}
