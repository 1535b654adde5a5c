package dev.yardmaster.security;

import dev.yardmaster.access.AccessRole;
import dev.yardmaster.access.Caller;
import dev.yardmaster.access.RouteRoles;
import dev.yardmaster.login.LoginCookie;
import dev.yardmaster.login.Logins;
import dev.yardmaster.openid.OpenIdCheck;
import dev.yardmaster.openid.OpenIdTokens;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.ProblemWriter;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.token.KnownToken;
import dev.yardmaster.token.SessionTokenCheck;
import dev.yardmaster.token.SessionTokens;
import dev.yardmaster.token.TokenAuthenticator;
import dev.yardmaster.token.TokenCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Requires a valid token with the role of the route. It decides on the event loop without waiting, except for a token that is not in memory,
 * for which it pauses the request: it asks the database once, or checks the signature of an OpenID token. For the token of a session it
 * asks the database each time. Without a token, the cookie of a
 * login counts.
 */
@Singleton
class TokenGuard {
    private static final String ADVICE =
            "Send the header 'Authorization: Bearer TOKEN'. The first admin token is in the file"
                    + " 'admin-token' in the home of the service, on the machine that runs it.";

    private static final String CHANGE_HEADER = "X-Yardmaster";
    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final TokenAuthenticator tokens;
    private final Logins logins;
    private final OpenIdTokens openId;
    private final SessionTokens sessions;

    TokenGuard(TokenAuthenticator tokens, Logins logins, OpenIdTokens openId, SessionTokens sessions) {
        this.tokens = tokens;
        this.logins = logins;
        this.openId = openId;
        this.sessions = sessions;
    }

    void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (OpenPaths.contains(request.method().name(), request.path())) {
            RequestDeadline.renew(request.connection());
            context.next();
            return;
        }
        Optional<String> token = BearerHeader.token(request.headers().getAll(HttpHeaders.AUTHORIZATION));
        if (token.isEmpty()) {
            checkCookie(context);
        } else if (SessionTokens.handles(token.get())) {
            await(context, sessions.check(token.get()), check -> decide(context, check));
        } else if (openId.handles(token.get())) {
            await(context, openId.check(token.get(), address(request)), check -> decide(context, check));
        } else {
            check(context, token.get());
        }
    }

    private void check(RoutingContext context, String token) {
        TokenCheck check = tokens.check(token);
        if (check instanceof TokenCheck.Unknown) {
            await(context, tokens.lookUp(token, address(context.request())), result -> decide(context, result));
        } else {
            decide(context, check);
        }
    }

    private void checkCookie(RoutingContext context) {
        HttpServerRequest request = context.request();
        Optional<String> cookie =
                request.headers().contains(HttpHeaders.AUTHORIZATION) ? Optional.empty() : LoginCookie.of(request);
        if (cookie.isEmpty()) {
            refuse(context, ADVICE);
            return;
        }
        TokenCheck check = logins.check(cookie.get());
        if (check instanceof KnownToken
                && isChange(request)
                && !request.headers().contains(CHANGE_HEADER)) {
            ProblemWriter.write(
                    context,
                    new YardmasterException(
                            ErrorCode.FORBIDDEN,
                            "A changing request that is allowed by a cookie must have the header 'X-Yardmaster: 1'."));
        } else {
            decide(context, check);
        }
    }

    /** Such a request must have a header that a foreign page can't set. */
    private static boolean isChange(HttpServerRequest request) {
        return !SAFE.contains(request.method());
    }

    /** Pauses the request until the result of a check is there. */
    private static <T> void await(RoutingContext context, Uni<T> check, Consumer<T> decision) {
        HttpServerRequest request = context.request();
        Context connection = context.vertx().getOrCreateContext();
        request.pause();
        check.subscribe()
                .with(
                        result -> connection.runOnContext(_ -> {
                            request.resume();
                            decision.accept(result);
                        }),
                        failure -> connection.runOnContext(_ -> fail(context, failure)));
    }

    private static String address(HttpServerRequest request) {
        return request.remoteAddress().hostAddress();
    }

    private void decide(RoutingContext context, TokenCheck result) {
        switch (result) {
            case KnownToken known -> allow(context, known.caller());
            case TokenCheck.Refused refused -> refuse(context, refused.reason() + " " + ADVICE);
            case TokenCheck.Unknown() -> refuse(context, ADVICE);
        }
    }

    private void decide(RoutingContext context, SessionTokenCheck result) {
        switch (result) {
            case SessionTokenCheck.Accepted accepted -> {
                accepted.session().putInto(context);
                allow(context, accepted.session().caller());
            }
            case SessionTokenCheck.Refused refused -> refuse(context, refused.reason());
        }
    }

    private void decide(RoutingContext context, OpenIdCheck result) {
        switch (result) {
            case OpenIdCheck.Accepted accepted -> allow(context, accepted.caller());
            case OpenIdCheck.Refused refused -> refuse(context, refused.reason());
            case OpenIdCheck.WithoutRole known ->
                ProblemWriter.write(context, new YardmasterException(ErrorCode.FORBIDDEN, known.reason()));
        }
    }

    private static void fail(RoutingContext context, Throwable failure) {
        context.request().resume();
        ProblemWriter.write(context, failure);
    }

    private void allow(RoutingContext context, Caller caller) {
        RequestDeadline.end(context.request().connection());
        // Also for a refused request, whose sender the activity names.
        caller.putInto(context);
        HttpMethod method = context.request().method();
        if (ToolPaths.contains(context.normalizedPath())) {
            ToolPaths.refusal(context).ifPresentOrElse(refusal -> ProblemWriter.write(context, refusal), context::next);
            return;
        }
        Optional<AccessRole> required = RouteRoles.of(method.name(), context.normalizedPath());
        boolean allowed =
                method.equals(HttpMethod.OPTIONS) || caller.role().includes(required.orElse(AccessRole.ADMIN));
        if (allowed) {
            context.next();
        } else {
            ProblemWriter.write(context, forbidden(context.request(), required, caller));
        }
    }

    private static void refuse(RoutingContext context, String detail) {
        context.response().putHeader("WWW-Authenticate", "Bearer");
        ProblemWriter.write(context, new YardmasterException(ErrorCode.UNAUTHENTICATED, detail));
    }

    private static YardmasterException forbidden(
            HttpServerRequest request, Optional<AccessRole> required, Caller caller) {
        String route = request.method().name() + " " + request.path();
        String reason = required.map(role -> route + " requires the role " + role.value() + ".")
                .orElseGet(() -> route
                        + " is not a route of the API, so it requires the role admin. /q/openapi lists all routes.");
        return new YardmasterException(ErrorCode.FORBIDDEN, reason + caller.explanation());
    }
}
