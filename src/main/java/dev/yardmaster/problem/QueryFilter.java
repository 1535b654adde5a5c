package dev.yardmaster.problem;

import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Rejects requests to REST resources with query parameters that the resource would ignore. */
class QueryFilter {
    private static final Map<Method, QueryParameters> KNOWN = new ConcurrentHashMap<>();

    @ServerRequestFilter
    void check(ResourceInfo resource, UriInfo uri) {
        KNOWN.computeIfAbsent(resource.getResourceMethod(), QueryParameters::of).check(uri.getQueryParameters());
    }
}
