package dev.yardmaster.limit;

import dev.yardmaster.executable.Executables;
import dev.yardmaster.limit.FailureCause.Quota;
import dev.yardmaster.page.Page;
import dev.yardmaster.problem.ErrorCode;
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
import jakarta.ws.rs.QueryParam;
import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestResponse;

/** The ledger of limits over HTTP. */
@Path("/api/limits")
class LimitResource {
    private static final double SURE = 1;

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

    /** What is limited now, or with {@code history} all that ever was. */
    @GET
    public Uni<Page<Limit, UUID>> list(
            @QueryParam("history") @DefaultValue("false") boolean history,
            @QueryParam("after") Optional<UUID> after,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1000) int limit) {
        return repository.list(pool, after, history, limit).map(items -> Page.of(items, limit, Limit::id));
    }

    @GET
    @Path("/{id}")
    public Uni<Limit> get(@PathParam("id") UUID id) {
        return repository.find(pool, id).map(LimitResource::found);
    }

    /** Reports a limit by hand; it takes the place of what is known of the same window. */
    @POST
    public Uni<RestResponse<Limit>> report(
            @NotNull(message = "is missing: send the limit as JSON") @Valid LimitSpec body) {
        LimitReport report = report(body, Instant.now());
        return pool.withTransaction(transaction -> ledger.take(transaction, report))
                .map(limit -> RestResponse.ResponseBuilder.<Limit>created(URI.create("/api/limits/" + limit.id()))
                        .entity(limit)
                        .build());
    }

    /** Clears a limit: what it limited can run again at once. It stays in the history. */
    @DELETE
    @Path("/{id}")
    public Uni<Void> clear(@PathParam("id") UUID id) {
        return repository.clear(pool, id).map(LimitResource::found).replaceWithVoid();
    }

    private LimitReport report(LimitSpec spec, Instant now) {
        Executable executable = executables.executable(spec.executable());
        var limit = new Quota(
                spec.model().orElse(Limits.ANY_MODEL).toLowerCase(Locale.ROOT),
                spec.window().orElse(LimitWindow.MANUAL),
                spec.until(now),
                LimitSource.MANUAL,
                SURE);
        return new LimitReport(
                executable.name(), executable.provider().value(), limit, now, Optional.empty(), spec.text());
    }

    private static Limit found(Optional<Limit> limit) {
        return limit.orElseThrow(() -> new YardmasterException(
                ErrorCode.LIMIT_NOT_FOUND,
                "There is no limit with this id. GET /api/limits lists what is limited, with ?history=true what was."));
    }
}
