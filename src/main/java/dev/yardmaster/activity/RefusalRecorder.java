package dev.yardmaster.activity;

import dev.yardmaster.access.Caller;
import dev.yardmaster.activity.Entry.Subject;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Records failed logins, requests with a wrong token, and requests that the guard or a route has refused. */
@ApplicationScoped
class RefusalRecorder {
    private static final int LONGEST_ROUTE = 200;

    private final ActivityLog log;
    private final Refusals refusals = new Refusals(InstantSource.system());

    RefusalRecorder(ActivityLog log) {
        this.log = log;
    }

    /** Runs before the guard, so that it sees what the guard refuses. */
    void register(@Observes Filters filters) {
        filters.register(this::watch, Integer.MAX_VALUE);
    }

    private void watch(RoutingContext context) {
        context.addEndHandler(_ -> ended(context));
        context.next();
    }

    private void ended(RoutingContext context) {
        int status = context.response().getStatusCode();
        if (status == 403) {
            count(context, "request.refused");
        } else if ((status == 401 || status == 429) && isAttempt(context)) {
            count(context, "login.failed");
        }
    }

    /** A request without any token is no attempt to log in: browsers send it before they do. */
    private static boolean isAttempt(RoutingContext context) {
        HttpServerRequest request = context.request();
        return request.headers().contains(HttpHeaders.AUTHORIZATION)
                || RecordedRoute.isLogin(request.method().name(), context.normalizedPath());
    }

    private void count(RoutingContext context, String action) {
        Actor actor = Caller.of(context).map(Actor::of).orElse(Actor.UNKNOWN);
        String address = context.request().remoteAddress().hostAddress();
        log.add(refusals.count(
                new Refusals.Key(address, action, actor), place -> entry(context, action, actor, place)));
    }

    private static Entry entry(RoutingContext context, String action, Actor actor, String address) {
        HttpServerRequest request = context.request();
        // Without the query, which could contain a secret.
        String route = request.method().name() + " " + request.path();
        return Entry.of(
                actor,
                action,
                Subject.of(Map.of(
                        "route", route.substring(0, Math.min(route.length(), LONGEST_ROUTE)),
                        "status", context.response().getStatusCode())),
                Optional.of(address));
    }
}
