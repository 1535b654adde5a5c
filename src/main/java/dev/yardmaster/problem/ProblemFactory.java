package dev.yardmaster.problem;

import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.vertx.ext.web.handler.HttpException;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.WebApplicationException;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jboss.logging.Logger;

/** Turns any failure into the {@link Problem} that the client receives. Safe for any thread. */
final class ProblemFactory {
    private static final Logger LOG = Logger.getLogger(ProblemFactory.class);

    private ProblemFactory() {}

    /**
     * The problem for a failure. An internal error is logged with its stack trace and a reference; the client receives only the
     * reference.
     *
     * @param request the request that failed, for the detail of the problem
     */
    static Problem of(Throwable failure, FailedRequest request) {
        return switch (failure) {
            case YardmasterException own when own.code() != ErrorCode.INTERNAL -> Problem.of(own);
            case ConstraintViolationException invalid ->
                ViolationProblems.of(invalid).orElseGet(() -> internal(invalid, request));
            // Only reading a request throws these two. Other exceptions of Jackson are internal errors, except those
            // that
            // Jakarta REST wraps as a 400.
            case StreamReadException json -> JsonProblems.of(json);
            case MismatchedInputException json -> JsonProblems.of(json);
            case WebApplicationException http ->
                HttpProblems.of(http, request).orElseGet(() -> internal(http, request));
            case HttpException http ->
                HttpProblems.of(http.getStatusCode(), request).orElseGet(() -> internal(http, request));
            case CompletionException wrapper when wrapper.getCause() != null -> of(wrapper.getCause(), request);
            case ExecutionException wrapper when wrapper.getCause() != null -> of(wrapper.getCause(), request);
            case Throwable other when DatabaseFailure.isUnstorableText(other) -> Problem.ofUnstorableText();
            case Throwable other when DatabaseFailure.isUnreachable(other) -> databaseUnavailable(other, request);
            case Throwable other -> internal(other, request);
        };
    }

    private static Problem databaseUnavailable(Throwable failure, FailedRequest request) {
        LOG.warnf("database unavailable request=\"%s\" cause=\"%s\"", request, failure.getMessage());
        return Problem.of(
                ErrorCode.DATABASE_UNAVAILABLE,
                "The database does not respond. Try again later; /q/health shows whether the database is available.");
    }

    private static Problem internal(Throwable failure, FailedRequest request) {
        String reference = UUID.randomUUID().toString();
        LOG.errorf(failure, "request failed reference=%s request=\"%s\"", reference, request);
        return Problem.of(
                ErrorCode.INTERNAL,
                request + " failed inside Yardmaster. See its log for the reference " + reference + ".");
    }
}
