package dev.yardmaster.security;

import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * The sender of a request.
 *
 * @param role what the token allows
 */
public record Caller(AccessRole role) {
    private static final String KEY = Caller.class.getName();

    /** The caller of a request; empty on routes that require no token. */
    public static Optional<Caller> of(RoutingContext context) {
        return Optional.ofNullable(context.get(KEY));
    }

    void putInto(RoutingContext context) {
        context.put(KEY, this);
    }
}
