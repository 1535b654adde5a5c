package dev.yardmaster.limit;

import dev.yardmaster.access.RecordedThing;
import dev.yardmaster.executable.Executables;
import dev.yardmaster.limit.FailureCause.Quota;
import dev.yardmaster.page.Page;
import dev.yardmaster.problem.NotFound;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.provider.Executable;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** The ledger of limits over HTTP. */
@Tag(name = "limits")
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/limits")
class LimitResource implements RecordedThing {
    private static final double CERTAIN = 1;

    private final LimitLedger ledger;
    private final LimitRepository repository;
    private final Executables executables;
    private final Pool pool;

    LimitResource(LimitLedger ledger, LimitRepository repository, Executables executables, Pool pool) {
        this.ledger = ledger;
        this.repository = repository;
        this.executables = executables;
        this.pool = pool;
    }

    @Override
    public String collection() {
        return "limits";
    }

    @Override
    public Uni<?> shown(String key) {
        return get(UUID.fromString(key));
    }

    /** Lists the limits in force; with {@code history} all limits, including those that have ended. */
    @GET
    @Operation(operationId = "listLimits", summary = "Lists the limits of executables.")
    public Uni<Page<Limit, UUID>> list(
            @QueryParam("history") @DefaultValue("false") boolean history,
            @QueryParam("after") Optional<UUID> after,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1000) int limit) {
        return repository.list(pool, after, history, limit).map(items -> Page.of(items, limit, Limit::id));
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getLimit", summary = "Shows a limit.")
    public Uni<Limit> get(@PathParam("id") UUID id) {
        return repository.find(pool, id).map(found -> found.orElseThrow(() -> NotFound.LIMIT.of(id)));
    }

    /** Reports a limit by hand. The report replaces the known limit of the same window. */
    @POST
    @Operation(operationId = "reportLimit", summary = "Reports a limit by hand.")
    public Uni<RestResponse<Limit>> report(
            @NotNull(message = "is missing: send the limit as JSON") @Valid LimitSpec body) {
        LimitReport report = report(body, Instant.now());
        return pool.withTransaction(transaction -> ledger.recordAndGet(transaction, report))
                .map(limit -> RestResponse.ResponseBuilder.<Limit>created(URI.create("/api/limits/" + limit.id()))
                        .entity(limit)
                        .build());
    }

    /** Clears a limit, so that new sessions can start immediately. The limit stays in the history. */
    @DELETE
    @Path("/{id}")
    @Operation(operationId = "clearLimit", summary = "Clears a limit, so that new sessions can start immediately.")
    public Uni<Void> clear(@PathParam("id") UUID id) {
        return repository
                .clear(pool, id)
                .map(found -> found.orElseThrow(() -> NotFound.LIMIT.of(id)))
                .replaceWithVoid();
    }

    private LimitReport report(LimitSpec spec, Instant now) {
        YardmasterException.checkField(
                "executable", spec.executable(), () -> executables.executable(spec.executable()));
        Executable executable = executables.executable(spec.executable());
        var limit = new Quota(
                spec.model().orElse(Limits.ANY_MODEL).toLowerCase(Locale.ROOT),
                spec.window().orElse(LimitWindow.MANUAL),
                spec.until(now),
                LimitSource.MANUAL,
                CERTAIN);
        return new LimitReport(
                executable.name(), executable.provider().value(), limit, now, Optional.empty(), spec.text());
    }
}
