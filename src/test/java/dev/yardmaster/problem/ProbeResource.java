package dev.yardmaster.problem;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;

/** A REST resource that can fail in every possible way. */
@Path("/test-probe")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class ProbeResource {
    public enum Colour {
        RED,
        GREEN
    }

    /** Validates itself, like our own value types. */
    public record Name(@JsonValue String value) {
        @JsonCreator
        public Name {
            if (!value.matches("[a-z]+")) {
                throw new IllegalArgumentException("A name consists of lower-case letters, not '" + value + "'");
            }
        }
    }

    public record Part(@NotBlank String label, int slots) {}

    public record Thing(
            @NotBlank String title,
            Integer size,
            boolean ready,
            Colour colour,
            Instant at,
            Duration pause,
            UUID id,
            Name name,
            List<@Valid Part> parts) {}

    /** Can't be written as JSON. */
    public record Unwritable(String title) {
        public String getBroken() {
            throw new IllegalStateException("secret of dev.yardmaster.Inside");
        }
    }

    @POST
    public Thing create(@NotNull @Valid Thing body) {
        return body;
    }

    @POST
    @Path("async")
    public Uni<Thing> createAsync(@NotNull @Valid Thing body) {
        return Uni.createFrom().item(body);
    }

    @GET
    @Path("{id}")
    public String read(@PathParam("id") UUID id) {
        return "\"" + id + "\"";
    }

    @GET
    public String list(
            @QueryParam("limit") @Max(100) Integer limit,
            @QueryParam("colour") Colour colour,
            @QueryParam("name") Name name,
            @HeaderParam("X-Count") Integer count) {
        return "[]";
    }

    @GET
    @Path("unwritable/it")
    public Unwritable unwritable() {
        return new Unwritable("a");
    }

    /** Returns a value that violates its own constraint. */
    @GET
    @Path("fail/constraint")
    @NotBlank
    public String violateConstraint() {
        return "";
    }

    @GET
    @Path("fail/{how}")
    public Uni<String> fail(@PathParam("how") String how) {
        return switch (how) {
            case "own" ->
                Uni.createFrom().failure(new YardmasterException(ErrorCode.NAME_TAKEN, "The name 'a' is taken."));
            case "bug" -> throw new IllegalStateException("secret of dev.yardmaster.Inside");
            case "async-bug" -> Uni.createFrom().failure(new CompletionException(new NullPointerException("secret")));
            case "database" ->
                Uni.createFrom().failure(new CompletionException(new ConnectException("Connection refused: secret")));
            case "teapot" -> throw new WebApplicationException(418);
            case "gateway" -> throw new WebApplicationException(502);
            default -> Uni.createFrom().item("\"fine\"");
        };
    }
}
