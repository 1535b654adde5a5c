package dev.yardmaster.problem;

import com.fasterxml.jackson.core.JacksonException;
import jakarta.ws.rs.WebApplicationException;
import java.util.Optional;

/** What the HTTP layers refuse before our code is asked: told by status. */
final class HttpProblems {
    private HttpProblems() {}

    /** Empty when the failure is ours. */
    static Optional<Problem> of(WebApplicationException failure, FailedRequest request) {
        int status = failure.getResponse().getStatus();
        return switch (failure.getCause()) {
            case YardmasterException own -> Optional.of(Problem.of(own));
            case JacksonException json -> Optional.of(JsonProblems.of(json));
            case Throwable cause when isBadParameter(status) -> Optional.of(BadParameter.of(cause, request));
            case null, default -> of(status, request);
        };
    }

    /** Empty when the status says that the failure is ours, or that there is none. */
    static Optional<Problem> of(int status, FailedRequest request) {
        return switch (status) {
            case 401 -> some(ErrorCode.UNAUTHENTICATED, request + " needs a valid token.");
            case 403 -> some(ErrorCode.FORBIDDEN, "This token may not do " + request + ".");
            case 404 ->
                some(ErrorCode.NOT_FOUND, "There is nothing at " + request + ". /q/openapi lists what there is.");
            case 405 ->
                some(
                        ErrorCode.METHOD_NOT_ALLOWED,
                        request + " is not possible. /q/openapi lists the methods that are.");
            case 406 ->
                some(
                        ErrorCode.NOT_ACCEPTABLE,
                        request + " can't answer in what Accept asks for: try application/json.");
            case 409 -> some(ErrorCode.CONFLICT, request + " does not fit the state of what it is about.");
            case 413 -> some(ErrorCode.BODY_TOO_LARGE, "The body of " + request + " is too large.");
            case 415 ->
                some(
                        ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                        request + " can't read this Content-Type: try application/json.");
            default ->
                status >= 400 && status < 500
                        ? some(
                                ErrorCode.INVALID_REQUEST,
                                request + " can't be read: check its path, query and headers.")
                        : Optional.empty();
        };
    }

    private static Optional<Problem> some(ErrorCode code, String detail) {
        return Optional.of(Problem.of(code, detail));
    }

    /** A parameter that can't be converted is a 404 (path, query) or 400 (header) to Jakarta REST, and always has a cause. */
    private static boolean isBadParameter(int status) {
        return status == 404 || status == 400;
    }
}
