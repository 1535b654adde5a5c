package dev.yardmaster.usage;

import dev.yardmaster.provider.Providers;
import io.smallrye.mutiny.Uni;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Usage over HTTP. */
@Path("/api/usage")
class UsageResource {
    private final UsageQuery usages;
    private final Providers providers;

    UsageResource(UsageQuery usages, Providers providers) {
        this.usages = usages;
        this.providers = providers;
    }

    /** Whose usage to count, as a request says it. */
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
                    provider.map(word -> providers
                            .names()
                            .find(word)
                            .map(known -> known.id().value())
                            .orElse(word)),
                    executable,
                    task,
                    project);
        }
    }

    @GET
    @Operation(summary = "Tokens and cost", description = """
                    Of the sessions that started from 'since' (a day of UTC or a time; by default 30 days before 'until') to before
                    'until' (by default now), the running ones among them. 'by' names what to tell apart: any mixture of day, project,
                    agent, provider, executable, model, task and session, separated by commas; by default nothing, which is one row for
                    all. All that a session consumes counts for the day, of UTC, on which it started. 'costUsd' is the sum of what
                    providers told, and 'costUnknown' the number of sessions that consumed tokens without a cost being told.
                    """)
    public Uni<UsagePage> usage(
            @QueryParam("by") List<String> by,
            @BeanParam Parameters whose,
            @QueryParam("after") Optional<String> after,
            @QueryParam("limit") @DefaultValue("1000") @Min(1) @Max(1000) int limit) {
        return usages.page(Dimension.parse(by), whose.filter(providers), after, limit);
    }
}
