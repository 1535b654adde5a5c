package dev.yardmaster.activity;

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

/** The feed of the activity over HTTP. */
@Singleton
class ActivityRoutes {
    private static final QueryParameters KNOWN = QueryParameters.of(Map.of("after", String.class));

    private final ActivityFeed feed;
    private final SseStreams streams;

    ActivityRoutes(ActivityFeed feed, SseStreams streams) {
        this.feed = feed;
        this.streams = streams;
    }

    void register(@Observes Router router) {
        router.get("/api/activity").order(SseStreams.ROUTE_ORDER).handler(context -> {
            if (SseStreams.isWanted(context)) {
                streams.open(context, KNOWN, this::open);
            } else {
                // ActivityResource answers with a page.
                context.next();
            }
        });
    }

    private Uni<Opening> open(RoutingContext context) {
        return Uni.createFrom().item(new Opening.At(feed.open(SseStreams.cursor(context)), ByteSlice.EMPTY));
    }
}
