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

/** A session's events as pages of JSON, for those who do not want the stream that the same address offers. */
@Path("/api/sessions/{id}/events")
class EventResource {
    private final EventPages pages;

    EventResource(EventPages pages) {
        this.pages = pages;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "A session's events", description = """
                    With 'Accept: text/event-stream' a stream: first the events after 'Last-Event-ID' (or 'after', or from the
                    beginning), then what happens, until the session has ended; 204 when there is nothing more to come.
                    Otherwise a page: 'items', and 'next' as the 'after' of the following page.
                    """)
    public Uni<byte[]> page(
            @PathParam("id") String id,
            @QueryParam("after") @DefaultValue("0") String after,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1000) int limit,
            @QueryParam("raw") @DefaultValue("false") boolean raw) {
        return pages.page(SessionIds.parse(id), EventCursors.seq(after), limit, raw);
    }
}
