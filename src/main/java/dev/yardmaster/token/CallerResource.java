package dev.yardmaster.token;

import dev.yardmaster.access.AccessRole;
import dev.yardmaster.access.Caller;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The HTTP route with which a client learns what its own token allows. */
@Tag(name = "tokens")
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/caller")
class CallerResource {
    /**
     * The caller of a request.
     *
     * @param name the name of the token
     * @param time the time of the service, with which clients can compare their clock
     */
    record CallerView(String name, AccessRole role, Instant time) {}

    @GET
    @Operation(
            operationId = "getCaller",
            summary = "Shows the name and the role of the token of this request, and the time of the service.")
    public CallerView get(@Context RoutingContext request) {
        Caller caller = Caller.of(request).orElseThrow();
        return new CallerView(caller.name(), caller.role(), Instant.now());
    }
}
