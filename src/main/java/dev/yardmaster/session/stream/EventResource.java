package dev.yardmaster.session.stream;

import io.smallrye.mutiny.Uni;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** A session's events as pages of JSON. The same URL also offers them as a stream. */
@Tag(name = "events")
@Path("/api/sessions/{id}/events")
class EventResource {
    private final EventPages pages;

    EventResource(EventPages pages) {
        this.pages = pages;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "getSessionEvents",
            summary = "Lists or streams the events of a session.",
            description = """
                    With 'Accept: text/event-stream' (before any application/json) the response is a stream. It starts with the
                    event after 'Last-Event-ID', else after 'after', else with the first event, and it continues with new events
                    until the session ends. If the session has ended and no more events follow, the response is 204. Otherwise the
                    response is a page: 'items', and if there are more events now, 'next', which is the 'after' of the next page. A
                    page has 'limit' events; fewer at the end of the log, or if they have more than about 4 MiB.
                    """)
    public Uni<byte[]> page(
            @PathParam("id") String id,
            @QueryParam("after") @DefaultValue("0") String after,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1000) int limit,
            @QueryParam("raw") @DefaultValue("false") boolean raw) {
        return pages.page(SessionIds.parse(id), EventCursors.seq(after), limit, raw);
    }
}
