package dev.yardmaster.security;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;
import java.util.Set;

/**
 * Lets the pages of allowed origins read responses (CORS), and answers the preflight requests of their browsers, which carry no token.
 * Requests of other origins never get here, and those without an origin are left alone.
 */
final class CrossOrigin {
    private static final Set<HttpMethod> METHODS = Set.of(
            HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE);

    private static final Set<String> REQUEST_HEADERS =
            Set.of("Accept", "Authorization", "Content-Type", "Idempotency-Key", "Last-Event-ID");
    private static final Set<String> RESPONSE_HEADERS = Set.of("Allow", "Location", "Retry-After", "WWW-Authenticate");
    private static final int PREFLIGHT_SECONDS = 600;

    private final Set<String> origins;
    private final CorsHandler cors = CorsHandler.create()
            .allowedMethods(METHODS)
            .allowedHeaders(REQUEST_HEADERS)
            .exposedHeaders(RESPONSE_HEADERS)
            .allowPrivateNetwork(true)
            .maxAgeSeconds(PREFLIGHT_SECONDS);

    /** Throws {@code invalid_configuration} if an origin is not one. */
    CrossOrigin(Set<String> origins) {
        this.origins = Set.copyOf(origins);
        origins.forEach(this::allow);
    }

    void handle(RoutingContext context) {
        String origin = context.request().getHeader(HttpHeaders.ORIGIN);
        if (origin != null && origins.contains(origin)) {
            cors.handle(context);
        } else {
            context.next();
        }
    }

    private void allow(String origin) {
        try {
            cors.addOrigin(origin);
        } catch (IllegalStateException e) {
            throw new YardmasterException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "yardmaster.security.allowed-origins contains '" + origin
                            + "', which is not an origin. Write it as https://host or https://host:port, without a path.",
                    e);
        }
    }
}
