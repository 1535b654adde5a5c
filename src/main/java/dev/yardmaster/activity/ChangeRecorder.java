package dev.yardmaster.activity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.access.Caller;
import dev.yardmaster.access.RecordedThing;
import dev.yardmaster.access.RepeatedRequest;
import dev.yardmaster.activity.Entry.Subject;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Records each request that has changed something. Before the request it reads the thing, and compares it with the response. If another request
 * changes the thing in between, the entry can contain that change too.
 */
class ChangeRecorder {
    private static final Logger LOG = Logger.getLogger(ChangeRecorder.class);
    private static final String BEFORE = ChangeRecorder.class.getName();

    /** Before the filter that removes what only admins may see. */
    private static final int EARLY = 6000;

    private final CurrentVertxRequest request;
    private final Map<String, RecordedThing> things;
    private final ChangedFields fields;
    private final ActivityLog log;

    ChangeRecorder(CurrentVertxRequest request, Instance<RecordedThing> things, ChangedFields fields, ActivityLog log) {
        this.request = request;
        this.things =
                things.stream().collect(Collectors.toUnmodifiableMap(RecordedThing::collection, Function.identity()));
        this.fields = fields;
        this.log = log;
    }

    /** Reads the thing that the request is about to change. If that fails, the request goes on: it finds the reason itself. */
    @ServerRequestFilter
    Uni<Void> readBefore() {
        RoutingContext context = request.getCurrent();
        return route(context)
                .filter(RecordedRoute::changesThing)
                .flatMap(route -> Optional.ofNullable(things.get(route.collection()))
                        .map(thing -> shown(thing, route.key(path(context)))))
                .map(shown -> shown.invoke(before -> context.put(BEFORE, before))
                        .replaceWithVoid()
                        .onFailure()
                        .recoverWithNull())
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    @ServerResponseFilter(priority = EARLY)
    void record(ContainerResponseContext response) {
        RoutingContext context = request.getCurrent();
        if (response.getStatus() < 300 && !RepeatedRequest.is(context)) {
            try {
                route(context)
                        .ifPresent(route -> log.add(entry(route, context, Optional.ofNullable(response.getEntity()))));
            } catch (RuntimeException e) {
                // The change is done, whether it can be recorded or not.
                LOG.errorf(e, "path=%s state=activity_not_recorded", context.normalizedPath());
            }
        }
    }

    private Entry entry(RecordedRoute route, RoutingContext context, Optional<Object> after) {
        Optional<Object> before = Optional.ofNullable(context.get(BEFORE));
        Optional<ObjectNode> old = before.flatMap(fields::tree);
        Optional<ObjectNode> now = after.flatMap(fields::tree);
        // The response to some commands is another thing, such as the session that an agent starts.
        boolean same = route.returnsThing()
                && (before.isEmpty()
                        || after.isEmpty()
                        || before.get().getClass() == after.get().getClass());
        Optional<ObjectNode> thing = same ? now.or(() -> old) : old;
        String key = route.key(path(context));
        return Entry.of(
                Caller.of(context)
                        .map(Actor::of)
                        .orElseGet(() -> Actor.token(text(now, "token").orElse("unknown"))),
                route.action(),
                new Subject(
                        Optional.of(route.kind()),
                        text(thing, "id").or(() -> Optional.of(key.isEmpty() ? route.kind() : key)),
                        text(thing, "name").or(() -> text(thing, "title")),
                        fields.of(same ? old : Optional.empty(), now),
                        fields.of(now, same ? old : Optional.empty())),
                Optional.of(context.request().remoteAddress().hostAddress()));
    }

    private static Optional<String> text(Optional<ObjectNode> thing, String field) {
        return thing.map(it -> it.get(field)).filter(JsonNode::isTextual).map(JsonNode::textValue);
    }

    private static Uni<?> shown(RecordedThing thing, String key) {
        return Uni.createFrom().deferred(() -> thing.shown(key));
    }

    private static Optional<RecordedRoute> route(RoutingContext context) {
        return RecordedRoute.of(context.request().method().name(), context.normalizedPath());
    }

    /** The path without percent signs. */
    private static String path(RoutingContext context) {
        return URI.create(context.normalizedPath()).getPath();
    }
}
