package dev.yardmaster.security;

import dev.yardmaster.access.AccessRole;
import dev.yardmaster.access.Caller;
import dev.yardmaster.access.Redactable;
import dev.yardmaster.page.Page;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.ws.rs.container.ContainerResponseContext;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Removes what can be a secret from the responses to callers who are not admins. */
class RedactionFilter {
    private final CurrentVertxRequest request;

    RedactionFilter(CurrentVertxRequest request) {
        this.request = request;
    }

    @ServerResponseFilter
    void redact(ContainerResponseContext response) {
        Object entity = response.getEntity();
        if (entity instanceof Redactable<?> || entity instanceof Page<?, ?>) {
            boolean admin = Caller.of(request.getCurrent())
                    .filter(caller -> caller.role() == AccessRole.ADMIN)
                    .isPresent();
            if (!admin) {
                response.setEntity(redacted(entity));
            }
        }
    }

    static Object redacted(Object entity) {
        return switch (entity) {
            case Redactable<?> redactable -> redactable.redacted();
            case Page<?, ?> page ->
                new Page<>(page.items().stream().map(RedactionFilter::redacted).toList(), page.next());
            case Object other -> other;
        };
    }
}
