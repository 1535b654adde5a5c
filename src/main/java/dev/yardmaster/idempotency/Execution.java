package dev.yardmaster.idempotency;

import dev.yardmaster.idempotency.ClaimResult.Claimed;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Notes with a request which claim it executes. */
final class Execution {
    private static final String KEY = Execution.class.getName();

    private Execution() {}

    /** The claim of a request; empty if the request has no key. */
    static Optional<Claimed> of(@Nullable RoutingContext context) {
        return context == null ? Optional.empty() : Optional.ofNullable(context.get(KEY));
    }

    static void begin(RoutingContext context, Claimed claim) {
        context.put(KEY, claim);
        claim.ids().putInto(context);
    }
}
