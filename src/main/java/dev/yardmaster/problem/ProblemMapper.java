package dev.yardmaster.problem;

import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.vertx.core.http.HttpServerRequest;
import jakarta.validation.ValidationException;
import jakarta.ws.rs.RedirectionException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Responds to failed REST requests with problems. It lists the exceptions that Quarkus has mappers of its own for, to replace those. */
class ProblemMapper {
    @ServerExceptionMapper({
        Throwable.class,
        WebApplicationException.class,
        ValidationException.class,
        MismatchedInputException.class,
        InvalidDefinitionException.class
    })
    Response map(Throwable failure, HttpServerRequest request, UriInfo uri) {
        if (request.response().ended()) {
            // The client has an answer already, such as that the database does not answer.
            return Response.serverError().build();
        }
        if (failure instanceof RedirectionException redirection) {
            return redirection.getResponse();
        }
        Problem problem = ProblemFactory.of(failure, FailedRequest.of(request, uri.getPathParameters()));
        return Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .header(HttpHeaders.RETRY_AFTER, retryAfter(failure))
                .entity(problem.toJson())
                .build();
    }

    /** The value of the header; null leaves it out. */
    private static @Nullable String retryAfter(Throwable failure) {
        return failure instanceof YardmasterException own ? own.retryAfter().orElse(null) : null;
    }
}
