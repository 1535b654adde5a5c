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
 * @param inPath the decoded parameters in the path of a REST resource
 */
record FailedRequest(
        String method, String path, List<Map.Entry<String, String>> query, List<Map.Entry<String, String>> inPath) {
    private static final int LONGEST_PATH = 200;

    FailedRequest {
        path = path.length() <= LONGEST_PATH ? path : path.substring(0, LONGEST_PATH) + "…";
        query = List.copyOf(query);
        inPath = List.copyOf(inPath);
    }

    static FailedRequest of(HttpServerRequest request) {
        return of(request, Map.of());
    }

    /** @param inPath the parameters in the path of a REST resource */
    static FailedRequest of(HttpServerRequest request, Map<String, List<String>> inPath) {
        String path = request.path();
        return new FailedRequest(
                request.method().name(),
                path == null ? "" : path,
                request.params().entries(),
                inPath.entrySet().stream()
                        .flatMap(parameter ->
                                parameter.getValue().stream().map(value -> Map.entry(parameter.getKey(), value)))
                        .toList());
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
