package dev.yardmaster.problem;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Optional;

/**
 * Passes only valid {@code Accept} headers on. Jakarta REST fails on others, and in some cases only after it has executed the request. An
 * empty header means the same as none, and parts of a header that are not valid are left out; a header without a valid part is rejected.
 */
@ApplicationScoped
class AcceptFilter {
    /** Runs before the resources are selected. */
    private static final int PRIORITY = 100;

    void register(@Observes Filters filters) {
        filters.register(this::check, PRIORITY);
    }

    private void check(RoutingContext context) {
        MultiMap headers = context.request().headers();
        List<String> accepted = headers.getAll(HttpHeaders.ACCEPT);
        if (AcceptHeader.isBlank(accepted)) {
            headers.remove(HttpHeaders.ACCEPT);
            context.next();
            return;
        }
        Optional<String> valid = AcceptHeader.valid(accepted);
        if (valid.isPresent()) {
            headers.set(HttpHeaders.ACCEPT, valid.get());
            context.next();
        } else {
            ProblemWriter.write(
                    context,
                    new YardmasterException(
                            ErrorCode.NOT_ACCEPTABLE,
                            "The Accept header contains no valid media type. Send 'Accept: application/json', or leave the header out."));
        }
    }
}
