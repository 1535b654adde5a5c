package dev.yardmaster.dispatch;

import dev.yardmaster.access.RecordedThing;
import dev.yardmaster.dispatch.PauseRepository.Pause;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The HTTP API of the dispatcher: its status, and pausing it. */
@Tag(name = "dispatcher")
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/dispatcher")
class DispatcherResource implements RecordedThing {
    private final DispatcherStatusQuery status;
    private final PauseRepository pauses;

    DispatcherResource(DispatcherStatusQuery status, PauseRepository pauses) {
        this.status = status;
        this.pauses = pauses;
    }

    @Override
    public String collection() {
        return "dispatcher";
    }

    @Override
    public Uni<?> shown(String key) {
        return get();
    }

    @GET
    @Operation(operationId = "getDispatcher", summary = "Shows the status of the dispatcher.")
    public Uni<DispatcherState> get() {
        return status.current();
    }

    /** Pauses the dispatcher: no new sessions start, running sessions continue. A second pause replaces the first. */
    @POST
    @Path("/pause")
    @Operation(operationId = "pauseDispatcher", summary = "Pauses the dispatcher.")
    public Uni<DispatcherState> pause(@Nullable @Valid PauseSpec body) {
        PauseSpec spec = body == null ? PauseSpec.UNLIMITED : body;
        return pauses.now()
                .chain(now -> pauses.pause(new Pause(spec.end(now), spec.reason())))
                .chain(status::current);
    }

    @POST
    @Path("/resume")
    @Operation(operationId = "resumeDispatcher", summary = "Ends the pause of the dispatcher.")
    public Uni<DispatcherState> resume() {
        return pauses.resume().chain(status::current);
    }
}
