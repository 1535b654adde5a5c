package dev.yardmaster.access;

import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.UUID;

/**
 * The sender of a request.
 *
 * @param token the id of its token
 * @param name the name of its token
 * @param role what the token allows
 */
public record Caller(UUID token, String name, AccessRole role) {
    private static final String KEY = Caller.class.getName();

    /** The caller of a request; empty on routes that require no token. */
    public static Optional<Caller> of(RoutingContext context) {
        return Optional.ofNullable(context.get(KEY));
    }

    /** Notes that this caller has sent the request. */
    public void putInto(RoutingContext context) {
        context.put(KEY, this);
    }
}
