package dev.yardmaster.database;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.ProblemWriter;
import dev.yardmaster.problem.YardmasterException;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;

/**
 * Answers requests that wait for a database that does not answer. Requests that are slow for another reason, such as the check of an
 * executable, go on.
 */
@ApplicationScoped
class RequestBound {
    /** So that a client gets its answer within five seconds. */
    private static final Duration BOUND = Duration.ofMillis(4_500);

    private static final Duration NEXT_CHECK = Duration.ofMillis(250);
    /** Before all other filters, so that it also bounds them. */
    private static final int PRIORITY = 200;

    private final DatabaseWatch watch;

    RequestBound(DatabaseWatch watch) {
        this.watch = watch;
    }

    void register(@Observes Filters filters) {
        filters.register(this::bound, PRIORITY);
    }

    private void bound(RoutingContext context) {
        long timer = context.vertx().setTimer(BOUND.toMillis(), _ -> check(context));
        context.addEndHandler(_ -> context.vertx().cancelTimer(timer));
        context.next();
    }

    private void check(RoutingContext context) {
        if (context.response().headWritten() || context.response().closed()) {
            return;
        }
        watch.problem()
                .ifPresentOrElse(
                        problem -> answer(context, problem),
                        () -> context.vertx().setTimer(NEXT_CHECK.toMillis(), _ -> check(context)));
    }

    /** Then closes the connection: this cancels the work, whose late answer has no place any more. */
    private static void answer(RoutingContext context, String problem) {
        HttpServerRequest request = context.request();
        boolean close = request.version() != HttpVersion.HTTP_2;
        if (close) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        ProblemWriter.write(context, unavailable(problem));
        if (close) {
            request.connection().close();
        }
    }

    private static YardmasterException unavailable(String problem) {
        return new YardmasterException(
                ErrorCode.DATABASE_UNAVAILABLE,
                problem
                        + " The request may still take effect when the database answers again, so check this before you repeat it."
                        + " /q/health shows whether the database is available.");
    }
}
