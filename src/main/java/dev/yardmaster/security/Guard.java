package dev.yardmaster.security;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.ProblemWriter;
import dev.yardmaster.problem.YardmasterException;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks the host, the origin and the token of every request, before any route of ours or of Quarkus. */
@ApplicationScoped
class Guard {
    private final HostGuard hosts;
    private final CrossOrigin crossOrigin;
    private final TokenGuard tokens;

    Guard(SecurityConfig config, VertxHttpConfig http, TokenGuard tokens) {
        Set<String> names = new HashSet<>(config.allowedHosts().orElse(Set.of()));
        names.add(http.host());
        Set<String> origins = config.allowedOrigins().orElse(Set.of());
        this.hosts = new HostGuard(names, origins);
        this.crossOrigin = new CrossOrigin(origins);
        this.tokens = tokens;
    }

    void register(@Observes Filters filters) {
        // The order of a filter is its negated priority: only the access log and the record of refused requests run
        // earlier.
        filters.register(this::checkOrigin, Integer.MAX_VALUE - 1);
        filters.register(crossOrigin::handle, Integer.MAX_VALUE - 2);
        filters.register(tokens::handle, Integer.MAX_VALUE - 3);
    }

    private void checkOrigin(RoutingContext context) {
        HttpServerRequest request = context.request();
        Optional<String> refusal =
                hosts.refusal(hostHeaders(request), request.headers().getAll(HttpHeaders.ORIGIN));
        if (refusal.isPresent()) {
            ProblemWriter.write(context, new YardmasterException(ErrorCode.FORBIDDEN_ORIGIN, refusal.get()));
        } else {
            context.next();
        }
    }

    private static List<String> hostHeaders(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_2 && request.authority() != null
                ? List.of(request.authority().toString())
                : request.headers().getAll(HttpHeaders.HOST);
    }
}
