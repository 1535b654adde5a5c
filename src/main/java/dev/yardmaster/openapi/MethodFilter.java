package dev.yardmaster.openapi;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.ProblemWriter;
import dev.yardmaster.problem.YardmasterException;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.Set;

/**
 * Answers requests with a method that their path does not have: {@code OPTIONS} with the methods that it has, and others with 405. The
 * routers could not: each of them knows only a part of the routes.
 */
@ApplicationScoped
class MethodFilter {
    /** Runs after the guard, and before the resources are selected. */
    private static final int PRIORITY = 100;

    private static final String API = "/api/";

    private final ApiMethods methods;

    MethodFilter(ApiMethods methods) {
        this.methods = methods;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, PRIORITY);
    }

    private void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        Optional<Set<String>> allowed =
                context.normalizedPath().startsWith(API) ? methods.of(context.normalizedPath()) : Optional.empty();
        if (allowed.isEmpty() || isHandled(request.method(), allowed.get())) {
            context.next();
            return;
        }
        String list = String.join(", ", allowed.get());
        context.response().putHeader(HttpHeaders.ALLOW, list);
        if (request.method().equals(HttpMethod.OPTIONS)) {
            context.response().setStatusCode(204).end();
        } else {
            ProblemWriter.write(
                    context,
                    new YardmasterException(
                            ErrorCode.METHOD_NOT_ALLOWED,
                            "This path does not have the method "
                                    + request.method().name() + ". It has " + list + "."));
        }
    }

    private static boolean isHandled(HttpMethod method, Set<String> allowed) {
        return allowed.contains(method.name()) && !method.equals(HttpMethod.OPTIONS);
    }
}
