package dev.yardmaster.access;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.UUID;

/**
 * The sender of a request.
 *
 * @param token the id of its token; for a user of an OpenID issuer, an id that all tokens of the user share
 * @param name the name of its token; for a user of an OpenID issuer, the name and the issuer
 * @param role what the token allows
 */
public record Caller(UUID token, String name, AccessRole role) {
    private static final String KEY = Caller.class.getName();

    /** The caller of a request; empty on routes that require no token. */
    public static Optional<Caller> of(RoutingContext context) {
        return Optional.ofNullable(context.get(KEY));
    }

    /** The name of the caller on a route that requires a token. */
    public static String nameOf(RoutingContext context) {
        return of(context)
                .orElseThrow(() -> new IllegalStateException("The route requires no token"))
                .name();
    }

    /**
     * Checks that the caller of a request may do something for which the role of the route is not enough.
     *
     * @param what the subject of the sentence that explains why
     * @throws YardmasterException {@code forbidden} if the caller's role does not include the required one
     */
    public static void require(AccessRole role, RoutingContext context, String what) {
        Optional<Caller> caller = of(context);
        if (caller.isEmpty() || !caller.get().role().includes(role)) {
            throw new YardmasterException(
                    ErrorCode.FORBIDDEN,
                    what + ", so it requires the role " + role.value() + "."
                            + caller.map(Caller::explanation).orElse(""));
        }
    }

    /** A sentence that names the token and its role, after a space. */
    public String explanation() {
        return " The token '" + name + "' has the role " + role.value() + ".";
    }

    /** Notes that this caller has sent the request. */
    public void putInto(RoutingContext context) {
        context.put(KEY, this);
    }
}
