package dev.yardmaster.prompt;

import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** Which of the prompts of a role a request is about; without parameters it is the one for all agents of the role. */
record PromptParameters(
        @Parameter(description = "Only stewards with this focus.") @QueryParam("focus")
        Optional<String> focus,

        @Parameter(description = "Only sessions on the provider with this id or alias.") @QueryParam("provider")
        Optional<String> provider,

        @Parameter(description = "Only the agent with this id or name. Not together with 'project'.")
        @QueryParam("agent")
        Optional<String> agent,

        @Parameter(description = "Only sessions that work on the project with this id or name.") @QueryParam("project")
        Optional<String> project) {}
