package dev.yardmaster.problem;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives the router's own refusals, and whatever fails on a plain route, the form of a problem. */
@ApplicationScoped
class ProblemRoutes {
    /** The statuses that the router answers with by itself when no route fits. */
    private static final List<Integer> NO_ROUTE_FITS = List.of(404, 405, 406, 415);

    /** Failures go to the failure handlers behind the route that failed; Quarkus' own page is the very last. */
    static final int LAST_BUT_ONE = Integer.MAX_VALUE - 1;

    void register(@Observes Router router) {
        NO_ROUTE_FITS.forEach(status -> router.errorHandler(status, ProblemRoutes::write));
        router.route().order(LAST_BUT_ONE).failureHandler(ProblemRoutes::write);
    }

    /** A route that fails with a status below 500 says all there is to say by it; otherwise the failure tells. */
    private static void write(RoutingContext context) {
        @Nullable Throwable failure = context.failure();
        boolean telling = failure instanceof YardmasterException || context.statusCode() >= 500;
        ProblemWriter.write(context, failure != null && telling ? failure : new HttpException(context.statusCode()));
    }
}
