package dev.yardmaster.problem;

import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Rejects bodies larger than {@code quarkus.http.limits.max-body-size} with a problem. Quarkus rejects them too, but with an empty 413
 * response that no handler can fill; so this filter runs first.
 */
@ApplicationScoped
class BodyLimit {
    /** Runs before Quarkus' own limit, whose order is -2. The order of a filter is its negated priority. */
    private static final int PRIORITY = 100;

    private static final int BEFORE_PROBLEM_ROUTES = ProblemRoutes.LAST_BUT_ONE - 1;
    private static final int TOO_LARGE = ErrorCode.BODY_TOO_LARGE.status();

    private final long limit;
    private final BodyHandler boundedReader;

    BodyLimit(VertxHttpConfig config) {
        limit = config.limits().maxBodySize().map(size -> size.asLongValue()).orElse(Long.MAX_VALUE);
        boundedReader = BodyHandler.create(false).setBodyLimit(limit);
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, PRIORITY);
    }

    void register(@Observes Router router) {
        router.route().order(BEFORE_PROBLEM_ROUTES).failureHandler(this::explain);
    }

    /** Reads a body whose length is not declared in advance, in order to reject it as soon as it is too long. */
    private void check(RoutingContext context) {
        String length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null && Long.parseLong(length) > limit) {
            context.fail(TOO_LARGE);
        } else if (context.request().headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
            boundedReader.handle(context);
        } else {
            context.next();
        }
    }

    private void explain(RoutingContext context) {
        if (context.statusCode() != TOO_LARGE) {
            context.next();
            return;
        }
        ProblemWriter.write(
                context,
                new YardmasterException(
                        ErrorCode.BODY_TOO_LARGE,
                        "The body is larger than " + limit
                                + " bytes. The setting quarkus.http.limits.max-body-size raises this limit."));
    }
}
