package dev.yardmaster.provider.opencode.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.provider.opencode.RequestLines;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;

/** The HTTP API of a server for the sessions in one directory. Requests block, so call them on virtual threads. */
public record DirectoryApi(OpenCodeApi api, Path directory) {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration LAST_TIMEOUT = Duration.ofSeconds(2);

    /**
     * Sends a request and waits for the response, at most 60 seconds.
     *
     * @param request a line of {@link RequestLines}
     */
    public OpenCodeApi.Response send(JsonNode request) throws IOException, InterruptedException {
        return api.send(
                request.path("method").asText(),
                request.path("path").asText(),
                directory,
                request.path("body"),
                TIMEOUT);
    }

    /** Returns the body of a successful response, or a missing node if the server does not have this path. */
    public JsonNode get(String path) throws IOException, InterruptedException {
        OpenCodeApi.Response response = api.send("GET", path, directory, Json.MAPPER.missingNode(), TIMEOUT);
        return switch (response.status()) {
            case 200 -> response.body();
            case 404 -> Json.MAPPER.missingNode();
            default -> throw new IOException("GET " + path + " was answered with HTTP " + response.status());
        };
    }

    /**
     * Adds an MCP server for the sessions in this directory, and waits until the server has connected to it or failed to. It replaces one of the
     * same name.
     *
     * @param server an object with {@code name} and {@code config}
     */
    public void addMcpServer(JsonNode server) throws IOException, InterruptedException {
        OpenCodeApi.Response response = api.send("POST", "/mcp", directory, server, TIMEOUT);
        if (response.status() != 200) {
            throw new OpenCodeApi.RefusedException(OpenCodeErrors.ofResponse("mcp", response));
        }
    }

    InputStream events() throws IOException, InterruptedException {
        return api.events(directory, TIMEOUT);
    }

    /** Aborts the running turn of a session that is ending. */
    public void abort(String session) throws IOException, InterruptedException {
        api.send("POST", "/session/" + session + "/abort", directory, Json.object(), LAST_TIMEOUT);
    }

    public void enter() {
        api.enter(directory);
    }

    public void leave() throws IOException, InterruptedException {
        api.leave(directory, LAST_TIMEOUT);
    }
}
