package dev.yardmaster.problem;

import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;

/**
 * A request that failed, as sentences and logs name it: {@code GET /api/tasks}. They leave out the query, since it may carry what
 * logs must not.
 *
 * @param method the HTTP method
 * @param path the path as it was sent, still percent-encoded; a long one is cut
 * @param query the decoded parameters of the query
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
