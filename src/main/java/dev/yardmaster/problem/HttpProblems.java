package dev.yardmaster.problem;

import com.fasterxml.jackson.core.JacksonException;
import jakarta.ws.rs.WebApplicationException;
import java.util.Optional;

/** Turns the HTTP status of a request that the HTTP layers rejected before our code was called into a problem. */
final class HttpProblems {
    private HttpProblems() {}

    /** Empty if the failure is an internal error. */
    static Optional<Problem> of(WebApplicationException failure, FailedRequest request) {
        int status = failure.getResponse().getStatus();
        return switch (failure.getCause()) {
            case YardmasterException own -> Optional.of(Problem.of(own));
            case JacksonException json -> Optional.of(JsonProblems.of(json));
            case Throwable cause when isBadParameter(status) -> Optional.of(BadParameter.of(cause, request));
            case null, default -> of(status, request);
        };
    }

    /** Empty if the status is not that of a client error. */
    static Optional<Problem> of(int status, FailedRequest request) {
        return switch (status) {
            case 401 -> some(ErrorCode.UNAUTHENTICATED, request + " requires a valid token.");
            case 403 -> some(ErrorCode.FORBIDDEN, "This token does not allow " + request + ".");
            case 404 -> some(ErrorCode.NOT_FOUND, "Nothing was found for " + request + ". /q/openapi lists all paths.");
            case 405 ->
                some(
                        ErrorCode.METHOD_NOT_ALLOWED,
                        request + " is not possible. /q/openapi lists the methods of each path.");
            case 406 ->
                some(
                        ErrorCode.NOT_ACCEPTABLE,
                        request + " can't produce the media types in the Accept header. Use application/json.");
            case 409 -> some(ErrorCode.CONFLICT, request + " conflicts with the current state.");
            case 413 -> some(ErrorCode.BODY_TOO_LARGE, "The body of " + request + " is too large.");
            case 415 ->
                some(
                        ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                        request + " does not support this Content-Type. Use application/json.");
            default ->
                status >= 400 && status < 500
                        ? some(ErrorCode.INVALID_REQUEST, request + " is not valid. Check its path, query and headers.")
                        : Optional.empty();
        };
    }

    private static Optional<Problem> some(ErrorCode code, String detail) {
        return Optional.of(Problem.of(code, detail));
    }

    /** Jakarta REST reports a parameter that can't be converted as 404 (path, query) or 400 (header), always with a cause. */
    private static boolean isBadParameter(int status) {
        return status == 404 || status == 400;
    }
}
