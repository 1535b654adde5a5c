package dev.yardmaster.problem;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** Responds to a request on a plain Vert.x route with a {@link Problem}. To be called on the event loop of the request. */
public final class ProblemWriter {
    private ProblemWriter() {}

    /**
     * Ends the response with the problem for a failure. If a part of the response has been sent already, the connection is closed
     * instead, so the client notices that the response is incomplete.
     */
    public static void write(RoutingContext context, Throwable failure) {
        if (failure instanceof YardmasterException own && !context.response().headWritten()) {
            own.retryAfter().ifPresent(seconds -> context.response().putHeader(HttpHeaders.RETRY_AFTER, seconds));
        }
        write(context, ProblemFactory.of(failure, FailedRequest.of(context.request())));
    }

    static void write(RoutingContext context, Problem problem) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        if (response.headWritten()) {
            response.reset();
            return;
        }
        response.setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .end(problem.toJson());
    }
}
