package dev.yardmaster.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.access.Caller;
import dev.yardmaster.access.RecordedThing;
import dev.yardmaster.page.Page;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;

/** The HTTP routes of tokens. */
@Tag(name = "tokens")
@Produces(MediaType.APPLICATION_JSON)
@Path("/api/tokens")
class TokenResource implements RecordedThing {
    private static final Logger LOG = Logger.getLogger(TokenResource.class);

    private final Tokens tokens;
    private final TokenAuthenticator authenticator;

    TokenResource(Tokens tokens, TokenAuthenticator authenticator) {
        this.tokens = tokens;
        this.authenticator = authenticator;
    }

    @Override
    public String collection() {
        return "tokens";
    }

    @Override
    public Uni<?> shown(String key) {
        return get(UUID.fromString(key));
    }

    /** Lists the tokens in the order of their creation; with {@code history} also the revoked ones. */
    @GET
    @Operation(operationId = "listTokens", summary = "Lists the tokens in the order of their creation.")
    public Uni<Page<Token, UUID>> list(
            @Parameter(description = "Whether to include revoked tokens.") @QueryParam("history") @DefaultValue("false")
                    boolean history,
            @QueryParam("after") Optional<UUID> after,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1000) int limit) {
        return tokens.list(after, history, limit).map(items -> Page.of(items, limit, Token::id));
    }

    /** Creates a token. The response is the only one that contains its text. */
    @POST
    @Operation(
            operationId = "createToken",
            summary = "Creates a token.",
            description = "The response is the only one that contains the text of the token.")
    public Uni<RestResponse<CreatedToken>> create(
            @NotNull(message = "is missing: send the token as JSON") @Valid TokenSpec body,
            @Context RoutingContext request) {
        String creator = Caller.of(request).orElseThrow().name();
        return tokens.create(body, creator)
                .call(this::reload)
                .map(token -> RestResponse.ResponseBuilder.<CreatedToken>created(
                                URI.create("/api/tokens/" + token.id()))
                        .header("Cache-Control", "no-store")
                        .entity(token)
                        .build());
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "getToken", summary = "Shows a token without its text.")
    public Uni<Token> get(@PathParam("id") UUID id) {
        return tokens.get(id);
    }

    /** A JSON merge patch: the named fields change, and null removes the expiry. The role can't be changed. */
    @PATCH
    @Path("/{id}")
    @Operation(operationId = "changeToken", summary = "Changes the name or the expiry of a token.")
    public Uni<Token> change(
            @PathParam("id") UUID id,
            @NotNull(message = "is missing: send the fields to change as a JSON object") ObjectNode body) {
        return tokens.change(id, body).call(this::reload);
    }

    @DELETE
    @Path("/{id}")
    @Operation(operationId = "revokeToken", summary = "Revokes a token.")
    public Uni<Void> revoke(@PathParam("id") UUID id) {
        return tokens.revoke(id).call(this::reload);
    }

    /** So that the change holds for the next request. If it fails, the notification of the database makes the service try again. */
    private Uni<Void> reload() {
        return authenticator.reload().onFailure().recoverWithUni(failure -> {
            LOG.warnf("state=tokens_not_read error=%s", failure);
            return Uni.createFrom().voidItem();
        });
    }
}
