package dev.yardmaster.usage;

import dev.yardmaster.provider.Providers;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The HTTP API of the usage. */
@Tag(name = "usage")
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/usage")
class UsageResource {
    private final UsageQuery query;
    private final Providers providers;

    UsageResource(UsageQuery query, Providers providers) {
        this.query = query;
        this.providers = providers;
    }

    /** The filter parameters of a request. */
    @RegisterForReflection
    record Parameters(
            @QueryParam("since") Optional<String> since,
            @QueryParam("until") Optional<String> until,
            @QueryParam("agent") Optional<String> agent,
            @QueryParam("provider") Optional<String> provider,
            @QueryParam("executable") Optional<String> executable,
            @QueryParam("task") Optional<UUID> task,
            @QueryParam("project") Optional<String> project) {
        UsageFilter filter(Providers providers) {
            return new UsageFilter(
                    Period.of(since, until, Instant.now()),
                    agent,
                    provider.map(name -> providers
                            .names()
                            .find(name)
                            .map(known -> known.id().value())
                            .orElse(name)),
                    executable,
                    task,
                    project);
        }
    }

    @GET
    @Operation(operationId = "getUsage", summary = "Sums up tokens and cost of sessions.", description = """
                    Sums up the sessions, including running ones, that started between 'since' (inclusive; a UTC day or a time; by
                    default 30 days before 'until') and 'until' (exclusive; by default now). 'by' groups the sums: any combination of
                    day, project, agent, provider, executable, model, task and session, separated by commas. Without 'by' the result is
                    one row. The whole usage of a session counts for the UTC day on which it started. 'costUsd' is the sum of the costs
                    that the providers reported. 'costUnknown' is the number of sessions that used tokens but whose provider reported
                    no cost; if it is not 0, 'costUsd' is a lower bound.
                    """)
    public Uni<UsagePage> usage(
            @QueryParam("by") List<String> by,
            @BeanParam Parameters filter,
            @QueryParam("after") Optional<String> after,
            @QueryParam("limit") @DefaultValue("1000") @Min(1) @Max(1000) int limit) {
        return query.page(Dimension.parse(by), filter.filter(providers), after, limit);
    }
}
