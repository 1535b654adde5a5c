package dev.yardmaster.provider.opencode.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.provider.AgentEvent;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/**
 * The HTTP API of one server. Requests block, so call them on virtual threads.
 *
 * <p>Also counts the sessions in each directory: the server keeps the MCP servers and language servers of a directory until a request
 * disposes of it.
 */
public final class OpenCodeApi {
    static final String USER = "opencode";

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(Duration.ofSeconds(10))
            .executor(Thread::startVirtualThread)
            .build();
    private final URI base;
    private final String authorization;
    private final Map<Path, Integer> directories = new HashMap<>();

    OpenCodeApi(URI base, String password) {
        this.base = base;
        byte[] credentials = (USER + ":" + password).getBytes(StandardCharsets.UTF_8);
        this.authorization = "Basic " + Base64.getEncoder().encodeToString(credentials);
    }

    /** The HTTP status and the body of a response. The body is a missing node if it is not JSON. */
    public record Response(int status, JsonNode body) {}

    /** The server refused a request. */
    public static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient AgentEvent.Failure failure;

        public RefusedException(AgentEvent.Failure failure) {
            super(failure.message());
            this.failure = failure;
        }

        public AgentEvent.Failure failure() {
            return failure;
        }
    }

    /**
     * Sends a request and waits for the response.
     *
     * @param body a missing node for a request without a body
     * @throws IOException if the request fails or takes longer than {@code limit}
     */
    Response send(String method, String path, Path directory, JsonNode body, Duration limit)
            throws IOException, InterruptedException {
        HttpRequest request = request(path, directory)
                .timeout(limit)
                .header("content-type", "application/json")
                .method(
                        method,
                        body.isMissingNode() ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()))
                .build();
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        return new Response(response.statusCode(), Json.parse(response.body()));
    }

    /**
     * The server-sent events of a directory's sessions. The stream ends with the server, or when the directory is disposed of.
     *
     * @param limit how long to wait for the beginning of the response
     */
    InputStream events(Path directory, Duration limit) throws IOException, InterruptedException {
        HttpRequest request = request("/event", directory).timeout(limit).GET().build();
        HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
        if (response.statusCode() == 200) {
            return response.body();
        }
        try (InputStream body = response.body()) {
            String text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
            throw new RefusedException(
                    OpenCodeErrors.ofResponse("events", new Response(response.statusCode(), Json.parse(text))));
        }
    }

    /** A session starts in a directory. */
    synchronized void enter(Path directory) {
        directories.merge(directory, 1, Integer::sum);
    }

    /** A session has ended in a directory. After the last one, the server disposes of the directory. */
    synchronized void leave(Path directory, Duration limit) throws IOException, InterruptedException {
        if (directories.merge(directory, -1, Integer::sum) == 0) {
            directories.remove(directory);
            send("POST", "/instance/dispose", directory, Json.object(), limit);
        }
    }

    private HttpRequest.Builder request(String path, Path directory) {
        String query = (path.contains("?") ? "&" : "?") + "directory="
                + URLEncoder.encode(directory.toString(), StandardCharsets.UTF_8);
        return HttpRequest.newBuilder(base.resolve(path + query)).header("authorization", authorization);
    }
}
