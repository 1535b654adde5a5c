package dev.yardmaster.session;

import dev.yardmaster.access.RecordedThing;
import dev.yardmaster.page.Page;
import dev.yardmaster.session.run.RunningSession;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Lists sessions and sends commands to running sessions over HTTP. */
@Tag(name = "sessions")
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/sessions")
class SessionResource implements RecordedThing {
    private final SessionRepository repository;
    private final SessionCommands commands;
    private final SessionRemoval removal;

    SessionResource(SessionRepository repository, SessionCommands commands, SessionRemoval removal) {
        this.repository = repository;
        this.commands = commands;
        this.removal = removal;
    }

    @Override
    public String collection() {
        return "sessions";
    }

    @Override
    public Uni<?> shown(String key) {
        return get(UUID.fromString(key));
    }

    /** A message for a running session. */
    record NewMessage(
            @NotBlank(message = "is missing: send the text of the message")
            @Size(max = 1_000_000, message = "must have at most 1,000,000 characters")
            String text) {}

    @GET
    @Operation(
            operationId = "listSessions",
            summary = "Lists the sessions, the newest first or in another order.",
            description = "Filters can be combined. 'next' belongs to the order of its page.")
    public Uni<Page<Session, String>> list(
            @BeanParam SessionFilter filter, @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1000) int limit) {
        return repository.list(filter, limit).map(items -> Page.of(items, limit, filter.order()::cursor));
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getSession", summary = "Shows a session.")
    public Uni<Session> get(@PathParam("id") UUID id) {
        return repository.get(id);
    }

    @DELETE
    @Path("/{id}")
    @Operation(
            operationId = "removeSession",
            summary = "Deletes a session with its log.",
            description =
                    "Refuses a session that is running, or whose work its task or another session continues. Its usage still counts.")
    public Uni<Void> remove(@PathParam("id") UUID id) {
        return removal.remove(id);
    }

    @POST
    @Path("/{id}/messages")
    @Operation(operationId = "sendMessage", summary = "Sends a message to a running session.")
    public Uni<Void> message(
            @PathParam("id") UUID id, @NotNull(message = "is missing: send {\"text\": …}") @Valid NewMessage body) {
        return commands.give(id, session -> session.message(body.text()));
    }

    @POST
    @Path("/{id}/interrupt")
    @Operation(operationId = "interruptSession", summary = "Interrupts the current turn of a running session.")
    public Uni<Void> interrupt(@PathParam("id") UUID id) {
        return commands.give(id, RunningSession::interrupt);
    }

    @POST
    @Path("/{id}/stop")
    @Operation(operationId = "stopSession", summary = "Stops a running session.")
    public Uni<Void> stop(@PathParam("id") UUID id) {
        return commands.give(id, RunningSession::stopByHand);
    }
}
