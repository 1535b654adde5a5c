package dev.yardmaster.problem;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** Answers a request on a plain Vert.x route with a {@link Problem}. Call on the request's event loop. */
public final class ProblemWriter {
    private ProblemWriter() {}

    /**
     * Ends the response with the problem that a failure is. If the response has begun, it can't be told any more: the connection
     * is closed, so that the client does not take what it got for the whole.
     */
    public static void write(RoutingContext context, Throwable failure) {
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
