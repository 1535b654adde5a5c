package dev.yardmaster.session.stream;

import dev.yardmaster.agent.Agent;
import dev.yardmaster.agent.Agents;
import dev.yardmaster.problem.ProblemWriter;
import dev.yardmaster.problem.QueryParameters;
import dev.yardmaster.session.frame.ByteSlice;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.EventLoop;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.impl.ContextInternal;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The event streams over HTTP. They are Vert.x routes instead of resource methods, because the log hands many frames at a time to the
 * connection, and no frame is built or copied per client.
 */
@Singleton
class EventRoutes {
    // Shows the client that the stream is open, and when to reconnect, in milliseconds.
    private static final String HELLO = "retry: 1000\n\n";

    private static final QueryParameters OF_FEED = QueryParameters.of(Map.of("after", String.class));
    private static final QueryParameters OF_SESSION =
            QueryParameters.of(Map.of("after", String.class, "raw", boolean.class));

    private final EventSources sources;
    private final Agents agents;
    private final StreamConfig config;
    private final Vertx vertx;
    private final Set<SseStream> streams = ConcurrentHashMap.newKeySet();

    EventRoutes(EventSources sources, Agents agents, StreamConfig config, Vertx vertx, MeterRegistry metrics) {
        this.sources = sources;
        this.agents = agents;
        this.config = config;
        this.vertx = vertx;
        metrics.gaugeCollectionSize("yardmaster.stream.clients", List.of(), streams);
    }

    void register(@Observes Router router) {
        Route ofSession = router.get("/api/sessions/:session/events");
        on(ofSession, context -> {
            if (EventCursors.wantsStream(context)) {
                open(context, OF_SESSION, this::ofSession);
            } else {
                // EventResource answers with a page.
                context.next();
            }
        });
        on(router.get("/api/agents/:agent/events"), context -> open(context, OF_FEED, this::ofAgent));
        on(router.get("/api/events"), context -> open(context, OF_FEED, this::ofAll));
    }

    /** Ends the streams so that the server can stop. The clients reconnect with their cursors. */
    void close(@Observes @Priority(400) ShutdownEvent event) {
        streams.forEach(SseStream::end);
    }

    private static void on(Route route, Handler<RoutingContext> handler) {
        // After the security routes, before the resources.
        route.order(-1).handler(handler);
    }

    private void open(
            RoutingContext context,
            QueryParameters known,
            Function<RoutingContext, Uni<EventSources.Opened>> sourceOf) {
        Context connection = context.vertx().getOrCreateContext();
        Uni.createFrom()
                .deferred(() -> {
                    known.check(context.queryParams());
                    return sourceOf.apply(context);
                })
                .subscribe()
                .with(
                        opened -> connection.runOnContext(_ -> answer(context, opened)),
                        failure -> connection.runOnContext(_ -> ProblemWriter.write(context, failure)));
    }

    private Uni<EventSources.Opened> ofSession(RoutingContext context) {
        UUID session = SessionIds.parse(context.pathParam("session"));
        boolean withRaw = "true".equals(context.queryParams().get("raw"));
        return sources.ofSession(session, EventCursors.ofRequest(context), withRaw);
    }

    private Uni<EventSources.Opened> ofAgent(RoutingContext context) {
        return agents.get(context.pathParam("agent"))
                .map(Agent::id)
                .chain(agent -> sources.ofFeed(Optional.of(agent), EventCursors.ofRequest(context)));
    }

    private Uni<EventSources.Opened> ofAll(RoutingContext context) {
        return sources.ofFeed(Optional.empty(), EventCursors.ofRequest(context));
    }

    private void answer(RoutingContext context, EventSources.Opened opened) {
        switch (opened) {
            // The only status after which an EventSource does not reconnect.
            case EventSources.Opened.Over() ->
                context.response().setStatusCode(204).end();
            case EventSources.Opened.At(FrameSource source, ByteSlice first) -> {
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
