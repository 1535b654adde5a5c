package dev.yardmaster.session.transcript;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.ProblemWriter;
import dev.yardmaster.problem.YardmasterException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Decides the format of a transcript before the resource is selected: the parameter {@code format} overrides the header {@code Accept}. The
 * resource then sees a header with one type. Jakarta REST selects by the header only.
 */
@Singleton
class TranscriptRoute {
    /** Before the resources. */
    private static final int ORDER = -1;

    void register(@Observes Router router) {
        router.get("/api/sessions/:session/transcript").order(ORDER).handler(TranscriptRoute::choose);
    }

    private static void choose(RoutingContext context) {
        var headers = context.request().headers();
        try {
            TranscriptFormat format = Optional.ofNullable(context.queryParams().get("format"))
                    .map(TranscriptFormat::of)
                    .or(() -> TranscriptFormat.accepted(Optional.ofNullable(headers.get(HttpHeaders.ACCEPT))))
                    .orElseThrow(() -> new YardmasterException(
                            ErrorCode.NOT_ACCEPTABLE,
                            "A transcript is text/markdown, text/html or application/x-ndjson. Accept one of them, or send"
                                    + " 'format'."));
            headers.set(HttpHeaders.ACCEPT, format.mediaType());
            if (format == TranscriptFormat.HTML) {
                context.response().putHeader("Content-Security-Policy", Html.POLICY);
            }
            context.next();
        } catch (YardmasterException e) {
            ProblemWriter.write(context, e);
        }
    }
}
