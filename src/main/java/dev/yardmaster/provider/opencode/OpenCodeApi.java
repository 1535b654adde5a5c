package dev.yardmaster.provider.opencode;

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
 * The HTTP API of one server. Requests block, so they belong on virtual threads.
 *
 * <p>It also knows in which directories sessions are: the server keeps the tool servers and language servers of a directory until it is
 * told to leave it.
 */
final class OpenCodeApi {
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

    /** An answer: its HTTP status, and its body, a missing node if that is no JSON. */
    record Answer(int status, JsonNode body) {}

    /** The server did not do what it was asked for. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient AgentEvent.Failure failure;

        Refused(AgentEvent.Failure failure) {
            super(failure.message());
            this.failure = failure;
        }

        AgentEvent.Failure failure() {
            return failure;
        }
    }

    /**
     * Makes a request.
     *
     * @param body missing for none
     * @throws IOException if it can't be made, or takes longer than {@code limit}
     */
    Answer ask(String method, String path, Path directory, JsonNode body, Duration limit)
            throws IOException, InterruptedException {
        HttpRequest request = request(path, directory)
                .timeout(limit)
                .header("content-type", "application/json")
                .method(
                        method,
                        body.isMissingNode() ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()))
                .build();
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        return new Answer(response.statusCode(), Json.parse(response.body()));
    }

    /** The server-sent events of a directory's sessions; the stream ends with the server, or when the directory is left. */
    InputStream events(Path directory) throws IOException, InterruptedException {
        HttpResponse<InputStream> response =
                http.send(request("/event", directory).GET().build(), BodyHandlers.ofInputStream());
        if (response.statusCode() == 200) {
            return response.body();
        }
        try (InputStream body = response.body()) {
            String text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
            throw new Refused(Errors.ofAnswer("events", new Answer(response.statusCode(), Json.parse(text))));
        }
    }

    /** A session begins in a directory. */
    synchronized void enter(Path directory) {
        directories.merge(directory, 1, Integer::sum);
    }

    /** A session has ended in a directory; the last one leaves nothing there. */
    synchronized void leave(Path directory, Duration limit) throws IOException, InterruptedException {
        if (directories.merge(directory, -1, Integer::sum) == 0) {
            directories.remove(directory);
            ask("POST", "/instance/dispose", directory, Json.object(), limit);
        }
    }

    private HttpRequest.Builder request(String path, Path directory) {
        String query = "?directory=" + URLEncoder.encode(directory.toString(), StandardCharsets.UTF_8);
        return HttpRequest.newBuilder(base.resolve(path + query)).header("authorization", authorization);
    }
}
