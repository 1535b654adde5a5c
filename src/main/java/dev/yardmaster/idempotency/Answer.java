package dev.yardmaster.idempotency;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;

/**
 * The answer to a request, as repetitions of the request get it again.
 *
 * @param contentType the media type of the body; empty if there is no body
 * @param location the path of what was created
 */
record Answer(int status, Optional<String> contentType, Optional<String> location, Buffer body) {
    /** The response to a repetition of the request. */
    Response toResponse(RoutingContext context) {
        Response.ResponseBuilder response = Response.status(status);
        location.ifPresent(path -> response.location(absolute(path, context)));
        contentType.ifPresent(response::type);
        if (body.length() > 0) {
            response.entity(body.toString());
        }
        return response.build();
    }

    /** The URL of a path at the service, as the client of a request addresses it. */
    static URI absolute(String path, RoutingContext context) {
        return URI.create(context.request().absoluteURI()).resolve(path);
    }
}
