package dev.yardmaster.executable;

import dev.yardmaster.access.RecordedThing;
import dev.yardmaster.page.Page;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** The HTTP routes of executables. */
@Tag(name = "executables")
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/executables")
class ExecutableResource implements RecordedThing {
    private final ExecutableService executables;

    ExecutableResource(ExecutableService executables) {
        this.executables = executables;
    }

    @Override
    public String collection() {
        return "executables";
    }

    @Override
    public Uni<?> shown(String key) {
        return get(key);
    }

    @GET
    @Operation(operationId = "listExecutables", summary = "Lists the executables by name.")
    public Uni<Page<ExecutableDetails, String>> list(
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1000) int limit) {
        return executables.list(after, limit).map(items -> Page.of(items, limit, ExecutableDetails::name));
    }

    @GET
    @Path("/{name}")
    @Operation(operationId = "getExecutable", summary = "Shows an executable.")
    public Uni<ExecutableDetails> get(@PathParam("name") String name) {
        return executables.get(name);
    }

    @PUT
    @Path("/{name}")
    @Operation(
            operationId = "putExecutable",
            summary = "Adds or replaces an executable.",
            description = "The response includes the program's health. An unhealthy program is stored too.")
    public Uni<RestResponse<ExecutableDetails>> put(
            @PathParam("name") String name,
            @NotNull(message = "is missing: send the executable as JSON") @Valid ExecutableSpec body) {
        return executables.put(name, body).map(stored -> {
            RestResponse.ResponseBuilder<ExecutableDetails> answer = stored.added()
                    ? RestResponse.ResponseBuilder.created(URI.create("/api/executables/" + name))
                    : RestResponse.ResponseBuilder.ok();
            return answer.entity(stored.executable()).build();
        });
    }

    @DELETE
    @Path("/{name}")
    @Operation(operationId = "removeExecutable", summary = "Removes a stored executable that is not in use.")
    public Uni<Void> remove(@PathParam("name") String name) {
        return executables.remove(name);
    }
}
