package dev.yardmaster.problem;

import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;

/**
 * A request that failed. Messages and logs show it as {@code GET /api/tasks}, without the query: a query can contain values that must not
 * be logged.
 *
 * @param method the HTTP method
 * @param path the path as it was sent, still percent-encoded; long ones are cut
 * @param query the decoded query parameters
 */
record FailedRequest(String method, String path, List<Map.Entry<String, String>> query) {
    private static final int LONGEST_PATH = 200;

    FailedRequest {
        path = path.length() <= LONGEST_PATH ? path : path.substring(0, LONGEST_PATH) + "…";
        query = List.copyOf(query);
    }

    static FailedRequest of(HttpServerRequest request) {
        String path = request.path();
        return new FailedRequest(
                request.method().name(),
                path == null ? "" : path,
                request.params().entries());
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
