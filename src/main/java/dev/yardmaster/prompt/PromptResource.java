package dev.yardmaster.prompt;

import dev.yardmaster.access.RecordedThing;
import dev.yardmaster.agent.Role;
import dev.yardmaster.page.Page;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The HTTP routes of the prompts of roles. */
@Tag(name = "prompts")
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/prompts")
class PromptResource implements RecordedThing {
    private final Prompts prompts;
    private final UriInfo uri;

    PromptResource(Prompts prompts, UriInfo uri) {
        this.prompts = prompts;
        this.uri = uri;
    }

    @Override
    public String collection() {
        return "prompts";
    }

    @Override
    public Uni<?> shown(String key) {
        return prompts.get(
                Role.of(key),
                new PromptParameters(
                        parameter("focus"), parameter("provider"), parameter("agent"), parameter("project")));
    }

    @GET
    @Operation(operationId = "listPrompts", summary = "Lists the prompts of roles.", description = """
        Each session of an agent is told about its role by one text. A text for the agent comes before one for its project,
        that before one for the whole workspace, and that before the built-in one. Of one of these, a text for the focus of
        the steward comes before others, and then one for the provider.
        """)
    public Uni<Page<RolePrompt, String>> list(
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1000) int limit) {
        return prompts.list(after, limit).map(items -> Page.of(items, limit, RolePrompt::path));
    }

    @GET
    @Path("/{role}")
    @Operation(operationId = "getPrompt", summary = "Shows the prompt for exactly these sessions.")
    public Uni<RolePrompt> get(@PathParam("role") String role, @BeanParam PromptParameters parameters) {
        return prompts.get(Role.of(role), parameters);
    }

    @PUT
    @Path("/{role}")
    @Operation(
            operationId = "putPrompt",
            summary = "Sets the prompt for exactly these sessions.",
            description =
                    "Running sessions keep the prompt that they started with. The prompt of an agent or a project is"
                            + " removed together with it.")
    public Uni<RolePrompt> put(
            @PathParam("role") String role,
            @BeanParam PromptParameters parameters,
            @NotNull(message = "is missing: send {\"text\": …}") @Valid PromptSpec body) {
        return prompts.put(Role.of(role), parameters, body);
    }

    @DELETE
    @Path("/{role}")
    @Operation(
            operationId = "removePrompt",
            summary = "Removes the prompt for exactly these sessions, so that they get the next one.")
    public Uni<Void> remove(@PathParam("role") String role, @BeanParam PromptParameters parameters) {
        return prompts.remove(Role.of(role), parameters);
    }

    private Optional<String> parameter(String name) {
        return Optional.ofNullable(uri.getQueryParameters().getFirst(name));
    }
}
