package dev.yardmaster.pool;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.access.RecordedThing;
import dev.yardmaster.id.NewIds;
import dev.yardmaster.page.Page;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** The HTTP API of the pools. */
@Tag(name = "pools")
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/pools")
class PoolResource implements RecordedThing {
    private final Pools pools;

    PoolResource(Pools pools) {
        this.pools = pools;
    }

    @Override
    public String collection() {
        return "pools";
    }

    @Override
    public Uni<?> shown(String key) {
        return get(key);
    }

    @GET
    @Operation(operationId = "listPools", summary = "Lists the pools by name.")
    public Uni<Page<PoolStatus, String>> list(
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1000) int limit) {
        return pools.list(after, limit).map(items -> Page.of(items, limit, PoolStatus::name));
    }

    /** Sessions that are running already use slots of the new pool at once. */
    @POST
    @Operation(operationId = "addPool", summary = "Adds a pool.")
    public Uni<RestResponse<PoolStatus>> add(
            @NotNull(message = "is missing: send the pool as JSON") @Valid PoolSpec body,
            @Context RoutingContext request) {
        return pools.add(NewIds.of(request).first(), body)
                .map(pool -> RestResponse.ResponseBuilder.<PoolStatus>created(URI.create("/api/pools/" + pool.id()))
                        .entity(pool)
                        .build());
    }

    @GET
    @Path("/{pool}")
    @Operation(operationId = "getPool", summary = "Shows a pool and its occupied slots.")
    public Uni<PoolStatus> get(@PathParam("pool") String pool) {
        return pools.get(pool);
    }

    /**
     * Takes a JSON merge patch: fields in the patch change, and null resets a field to its default. The list of entries is replaced as a
     * whole. Running sessions are not stopped; new ones start once slots are free.
     */
    @PATCH
    @Path("/{pool}")
    @Operation(operationId = "changePool", summary = "Changes fields of a pool.")
    public Uni<PoolStatus> change(
            @PathParam("pool") String pool,
            @NotNull(message = "is missing: send the fields to change as a JSON object") ObjectNode body) {
        return pools.change(pool, body);
    }

    /** Sessions that hold its slots keep running. */
    @DELETE
    @Path("/{pool}")
    @Operation(operationId = "removePool", summary = "Removes a pool.")
    public Uni<Void> remove(@PathParam("pool") String pool) {
        return pools.remove(pool);
    }
}
