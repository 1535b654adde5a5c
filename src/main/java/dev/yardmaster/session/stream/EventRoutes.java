package dev.yardmaster.session.stream;

import dev.yardmaster.agent.Agent;
import dev.yardmaster.agent.Agents;
import dev.yardmaster.problem.QueryParameters;
import dev.yardmaster.sse.Opening;
import dev.yardmaster.sse.SseStreams;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Handler;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The streams of sessions and of the feeds of events over HTTP. */
@Singleton
class EventRoutes {
    private static final QueryParameters OF_FEED = QueryParameters.of(Map.of("after", String.class));
    private static final QueryParameters OF_SESSION =
            QueryParameters.of(Map.of("after", String.class, "raw", boolean.class));

    private final EventSources sources;
    private final Agents agents;
    private final SseStreams streams;

    EventRoutes(EventSources sources, Agents agents, SseStreams streams) {
        this.sources = sources;
        this.agents = agents;
        this.streams = streams;
    }

    void register(@Observes Router router) {
        Route ofSession = router.get("/api/sessions/:session/events");
        on(ofSession, context -> {
            if (SseStreams.isWanted(context)) {
                streams.open(context, OF_SESSION, this::ofSession);
            } else {
                // EventResource answers with a page.
                context.next();
            }
        });
        on(router.get("/api/agents/:agent/events"), context -> streams.open(context, OF_FEED, this::ofAgent));
        on(router.get("/api/events"), context -> streams.open(context, OF_FEED, this::ofAll));
    }

    private static void on(Route route, Handler<RoutingContext> handler) {
        route.order(SseStreams.ROUTE_ORDER).handler(handler);
    }

    private Uni<Opening> ofSession(RoutingContext context) {
        UUID session = SessionIds.parse(context.pathParam("session"));
        boolean withRaw = "true".equals(context.queryParams().get("raw"));
        return sources.ofSession(session, SseStreams.cursor(context), withRaw);
    }

    private Uni<Opening> ofAgent(RoutingContext context) {
        return agents.get(context.pathParam("agent"))
                .map(Agent::id)
                .chain(agent -> sources.ofFeed(Optional.of(agent), SseStreams.cursor(context)));
    }

    private Uni<Opening> ofAll(RoutingContext context) {
        return sources.ofFeed(Optional.empty(), SseStreams.cursor(context));
    }
}
