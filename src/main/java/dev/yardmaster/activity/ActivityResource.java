package dev.yardmaster.activity;

import dev.yardmaster.page.Page;
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
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The activity as pages of JSON. The same URL also offers it as a stream. */
@Tag(name = "activity")
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/activity")
class ActivityResource {
    private final ActivityRepository repository;

    ActivityResource(ActivityRepository repository) {
        this.repository = repository;
    }

    @GET
    @Operation(
            operationId = "listActivity",
            summary = "Lists or streams who did what, the newest first.",
            description = """
                'before' and 'after' contain the changed fields; secrets are '***'. With 'Accept: text/event-stream' (before any
                application/json) the response is a stream of new entries, without filters. It starts with an event 'reset', unless
                it continues exactly after 'Last-Event-ID' or 'after'; after a 'reset', read the list again.
                """)
    public Uni<Page<Entry, UUID>> list(
            @BeanParam ActivityFilter filter, @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1000) int limit) {
        return repository.list(filter, limit).map(items -> Page.of(items, limit, Entry::id));
    }
}
