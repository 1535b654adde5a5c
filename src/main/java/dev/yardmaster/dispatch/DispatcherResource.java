package dev.yardmaster.dispatch;

import dev.yardmaster.dispatch.PauseRepository.Pause;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The dispatcher over HTTP. */
@Path("/api/dispatcher")
class DispatcherResource {
    private final DispatcherStatusQuery states;
    private final PauseRepository pauses;

    DispatcherResource(DispatcherStatusQuery states, PauseRepository pauses) {
        this.states = states;
        this.pauses = pauses;
    }

    @GET
    public Uni<DispatcherState> get() {
        return states.current();
    }

    /** Starts nothing new until it is resumed; what runs goes on. A second pause takes the place of the first. */
    @POST
    @Path("/pause")
    public Uni<DispatcherState> pause(@Nullable @Valid PauseSpec body) {
        PauseSpec spec = body == null ? PauseSpec.FOR_GOOD : body;
        return pauses.pause(new Pause(spec.end(Instant.now()), spec.reason())).chain(states::current);
    }

    @POST
    @Path("/resume")
    public Uni<DispatcherState> resume() {
        return pauses.resume().chain(states::current);
    }
}
