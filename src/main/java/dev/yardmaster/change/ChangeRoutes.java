package dev.yardmaster.change;

import dev.yardmaster.problem.QueryParameters;
import dev.yardmaster.session.frame.ByteSlice;
import dev.yardmaster.sse.Opening;
import dev.yardmaster.sse.SseStreams;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;

/** The feed of changes over HTTP. */
@Singleton
class ChangeRoutes {
    private static final QueryParameters KNOWN = QueryParameters.of(Map.of("after", String.class));

    private final ChangeFeed feed;
    private final SseStreams streams;

    ChangeRoutes(ChangeFeed feed, SseStreams streams) {
        this.feed = feed;
        this.streams = streams;
    }

    void register(@Observes Router router) {
        router.get("/api/changes")
                .order(SseStreams.ROUTE_ORDER)
                .handler(context -> streams.open(context, KNOWN, this::open));
    }

    private Uni<Opening> open(RoutingContext context) {
        return Uni.createFrom().item(new Opening.At(feed.open(SseStreams.cursor(context)), ByteSlice.EMPTY));
    }
}
