package dev.yardmaster.sse;

import dev.yardmaster.problem.ProblemWriter;
import dev.yardmaster.problem.QueryParameters;
import dev.yardmaster.session.frame.ByteSlice;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.EventLoop;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.impl.ContextInternal;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * All open streams of clients. The routes of streams are Vert.x routes instead of resource methods, because a source hands many frames at a
 * time to the connection, and no frame is built or copied per client.
 */
@Singleton
public class SseStreams {
    /** The order of the routes of streams: after the security routes, before the resources. */
    public static final int ROUTE_ORDER = -1;

    // Shows the client that the stream is open, and when to reconnect, in milliseconds.
    private static final String HELLO = "retry: 1000\n\n";

    private final StreamConfig config;
    private final Vertx vertx;
    private final Set<SseStream> streams = ConcurrentHashMap.newKeySet();

    SseStreams(StreamConfig config, Vertx vertx, MeterRegistry metrics) {
        this.config = config;
        this.vertx = vertx;
        metrics.gaugeCollectionSize("yardmaster.stream.clients", List.of(), streams);
    }

    /** Whether a request asks for a stream instead of a page. */
    public static boolean isWanted(RoutingContext context) {
        return Optional.ofNullable(context.request().getHeader("Accept"))
                .filter(SseStreams::isPreferred)
                .isPresent();
    }

    /** A generated client accepts everything that the API describes, JSON first, and expects a page. */
    static boolean isPreferred(String accepted) {
        String types = accepted.toLowerCase(Locale.ROOT);
        int stream = types.indexOf("text/event-stream");
        int page = types.indexOf("application/json");
        return stream >= 0 && (page < 0 || stream < page);
    }

    /** The id of the last event that the client has seen: from the header of a reconnect, else from the parameter {@code after}. */
    public static Optional<String> cursor(RoutingContext context) {
        return Optional.ofNullable(context.request().getHeader("Last-Event-ID"))
                .filter(id -> !id.isEmpty())
                .or(() -> Optional.ofNullable(context.queryParams().get("after")));
    }

    /**
     * Answers a request with a stream, or with the problem for which none can be opened.
     *
     * @param known the query parameters of the route
     * @param opening finds the source of the request
     */
    public void open(RoutingContext context, QueryParameters known, Function<RoutingContext, Uni<Opening>> opening) {
        Context connection = context.vertx().getOrCreateContext();
        Uni.createFrom()
                .deferred(() -> {
                    known.check(context.queryParams());
                    return opening.apply(context);
                })
                .subscribe()
                .with(
                        opened -> connection.runOnContext(_ -> answer(context, opened)),
                        failure -> connection.runOnContext(_ -> ProblemWriter.write(context, failure)));
    }

    /** Ends the streams so that the server can stop. The clients reconnect with their cursors. */
    void close(@Observes @Priority(400) ShutdownEvent event) {
        streams.forEach(SseStream::end);
    }

    private void answer(RoutingContext context, Opening opened) {
        switch (opened) {
            // The only status after which an EventSource does not reconnect.
            case Opening.Over() -> context.response().setStatusCode(204).end();
            case Opening.At(FrameSource source, ByteSlice first) -> {
                EventLoop loop = ((ContextInternal) vertx.getOrCreateContext()).nettyEventLoop();
                var response = new HttpSseResponse(context.response());
                var stream = new SseStream(loop, response, source, config, System::nanoTime, streams::remove);
                streams.add(stream);
                stream.start(
                        Buffer.buffer(HELLO.getBytes(StandardCharsets.US_ASCII)).appendBytes(first.toArray()));
            }
        }
    }
}
