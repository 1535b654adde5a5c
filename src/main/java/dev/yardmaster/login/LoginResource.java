package dev.yardmaster.login;

import dev.yardmaster.access.Caller;
import dev.yardmaster.openid.OpenIdTokens;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.token.KnownToken;
import dev.yardmaster.token.TokenAuthenticator;
import dev.yardmaster.token.TokenCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** The HTTP routes with which browsers log in and out. */
@Tag(name = "login")
@Produces(MediaType.APPLICATION_JSON)
@Path("/api")
class LoginResource {
    private final LoginCodes codes;
    private final Logins logins;
    private final TokenAuthenticator tokens;
    private final OpenIdTokens openId;

    LoginResource(LoginCodes codes, Logins logins, TokenAuthenticator tokens, OpenIdTokens openId) {
        this.codes = codes;
        this.logins = logins;
        this.tokens = tokens;
        this.openId = openId;
    }

    /** Turns a one-time code or a token into a cookie. The only route of the API that requires no token. */
    @POST
    @Path("/login")
    @Operation(
            operationId = "logIn",
            summary = "Turns a one-time code or a token into a cookie.",
            description = "With the cookie, changing requests must have the header 'X-Yardmaster: 1'.")
    public Uni<RestResponse<Login>> logIn(
            @NotNull(message = "is missing: send a code or a token as JSON") @Valid LoginSpec body,
            @Context HttpServerRequest request) {
        return caller(body, request.remoteAddress().hostAddress())
                .chain(caller -> logins.open(caller.token())
                        .map(text -> RestResponse.ResponseBuilder.ok(new Login(caller.name(), caller.role()))
                                .header(HttpHeaders.SET_COOKIE, LoginCookie.header(request, text, Logins.LIFETIME))
                                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                                .build()));
    }

    /** Ends the login of the cookie. */
    @POST
    @Path("/logout")
    @Operation(operationId = "logOut", summary = "Ends the login of the cookie that the request contains.")
    public Uni<RestResponse<Void>> logOut(@Context HttpServerRequest request) {
        Uni<Void> closed = LoginCookie.of(request)
                .map(logins::close)
                .orElseGet(() -> Uni.createFrom().voidItem());
        return closed.map(_ -> RestResponse.ResponseBuilder.<Void>noContent()
                .header(HttpHeaders.SET_COOKIE, LoginCookie.header(request, "", Duration.ZERO))
                .build());
    }

    private Uni<Caller> caller(LoginSpec login, String address) {
        if (login.code().isPresent() == login.token().isPresent()) {
            throw new YardmasterException(ErrorCode.INVALID_REQUEST, "Send either 'code' or 'token'.");
        }
        return login.token()
                .map(token -> ofToken(token, address))
                .orElseGet(() -> Uni.createFrom().item(ofCode(login.code().orElseThrow(), address)));
    }

    private Caller ofCode(String code, String address) {
        tokens.requirePatience(address);
        Optional<UUID> token = codes.take(code);
        if (token.isEmpty()) {
            tokens.failed(address);
            throw refused(
                    "The code is wrong, used or expired. Restart the service to get a new one, or log in with a token.");
        }
        return accepted(tokens.check(token.get()));
    }

    private Uni<Caller> ofToken(String token, String address) {
        if (openId.handles(token)) {
            throw YardmasterException.ofField(
                    ErrorCode.INVALID_REQUEST,
                    "token",
                    "is a token of the OpenID issuer, which can't be turned into a cookie. Send it with each request, in the"
                            + " header 'Authorization: Bearer TOKEN'");
        }
        return switch (tokens.check(token)) {
            case KnownToken known -> Uni.createFrom().item(known.caller());
            case TokenCheck.Refused refused -> throw refused(refused.reason());
            case TokenCheck.Unknown() -> tokens.lookUp(token, address).map(LoginResource::accepted);
        };
    }

    private static Caller accepted(TokenCheck check) {
        return switch (check) {
            case KnownToken known -> known.caller();
            case TokenCheck.Refused refused -> throw refused(refused.reason());
            case TokenCheck.Unknown() -> throw refused("The token is not known.");
        };
    }

    private static YardmasterException refused(String reason) {
        return new YardmasterException(ErrorCode.UNAUTHENTICATED, reason);
    }
}
