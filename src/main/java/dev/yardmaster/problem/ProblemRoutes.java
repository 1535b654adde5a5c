package dev.yardmaster.problem;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns the router's own error responses, and failures on plain Vert.x routes, into problems. */
@ApplicationScoped
class ProblemRoutes {
    /** The statuses with which the router responds if no route matches. */
    private static final List<Integer> NO_ROUTE_MATCHES = List.of(404, 405, 406, 415);

    /** A failure goes to the failure handlers after the route that failed. Quarkus' own error page is the last of them. */
    static final int LAST_BUT_ONE = Integer.MAX_VALUE - 1;

    void register(@Observes Router router) {
        NO_ROUTE_MATCHES.forEach(status -> router.errorHandler(status, ProblemRoutes::write));
        router.route().order(LAST_BUT_ONE).failureHandler(ProblemRoutes::write);
    }

    /** A route that failed with a status below 500 is described by its status, all others by the exception. */
    private static void write(RoutingContext context) {
        @Nullable Throwable failure = context.failure();
        boolean describedByFailure = failure instanceof YardmasterException || context.statusCode() >= 500;
        ProblemWriter.write(
                context, failure != null && describedByFailure ? failure : new HttpException(context.statusCode()));
    }
}
