package dev.yardmaster.session.stream;

import dev.yardmaster.agent.Agent;
import dev.yardmaster.agent.Agents;
import dev.yardmaster.problem.ProblemWriter;
import dev.yardmaster.session.log.ByteSlice;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The event streams over HTTP. Plain Vert.x routes and not resource methods: frames go from the log to the connection in slices, many
 * at a time, and are neither built nor copied per client.
 */
@Singleton
class EventRoutes {
    // Tells the client how soon to come back, and that the stream is open.
    private static final String HELLO = "retry: 1000\n\n";

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
            // Otherwise a page is wanted, which is a resource's business.
            if (EventCursors.wantsStream(context)) {
                open(context, this::ofSession);
            } else {
                context.next();
            }
        });
        on(router.get("/api/agents/:agent/events"), context -> open(context, this::ofAgent));
        on(router.get("/api/events"), context -> open(context, this::ofAll));
    }

    /** Ends the streams so that the server can stop; clients come back with their cursors. */
    void close(@Observes @Priority(400) ShutdownEvent event) {
        streams.forEach(SseStream::end);
    }

    private static void on(Route route, Handler<RoutingContext> handler) {
        // Before the resources, behind the guards.
        route.order(-1).handler(handler);
    }

    private void open(RoutingContext context, Function<RoutingContext, Uni<EventSources.Opened>> sourceOf) {
        Context connection = context.vertx().getOrCreateContext();
        Uni.createFrom()
                .deferred(() -> sourceOf.apply(context))
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
            // The one answer that keeps an EventSource from coming back for more.
            case EventSources.Opened.Over() ->
                context.response().setStatusCode(204).end();
            case EventSources.Opened.At(FrameSource source, ByteSlice first) -> {
                var stream = new SseStream(vertx, context.response(), source, config, streams::remove);
                streams.add(stream);
                stream.start(
                        Buffer.buffer(HELLO.getBytes(StandardCharsets.US_ASCII)).appendBytes(first.toArray()));
            }
        }
    }
}
