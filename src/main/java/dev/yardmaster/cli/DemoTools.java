package dev.yardmaster.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * The MCP client of a simulated agent: calls the tools of the service over streamable HTTP.
 *
 * @param url the address of the MCP server for the role of the agent
 * @param authorization the header with the token of the session
 */
record DemoTools(URI url, String authorization, HttpClient http) {
    /** The name of the MCP server. */
    static final String SERVER = "yardmaster";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /**
     * The tools of a session.
     *
     * @param configuration the file of Claude Code's option {@code --mcp-config}
     */
    static DemoTools of(Path configuration) throws IOException {
        JsonNode server = JSON.readTree(configuration.toFile()).at("/mcpServers/" + SERVER);
        return new DemoTools(
                URI.create(server.path("url").asText()),
                server.at("/headers/Authorization").asText(),
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
    }

    /** Whether the agent is a director. */
    boolean areOfDirector() {
        return url.getPath().endsWith("/director");
    }

    /** The result of a tool. Throws an {@link IOException} with the reason if the service refuses the call. */
    String call(String tool, Map<String, ?> arguments) throws IOException, InterruptedException {
        Map<String, ?> message = Map.of(
                "jsonrpc",
                "2.0",
                "id",
                1,
                "method",
                "tools/call",
                "params",
                Map.of("name", tool, "arguments", arguments));
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(TIMEOUT)
                .header("Authorization", authorization)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(message)))
                .build();
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        JsonNode result = JSON.readTree(response.body()).path("result");
        String text = result.at("/content/0/text").asText();
        if (response.statusCode() != 200
                || result.isMissingNode()
                || result.path("isError").asBoolean()) {
            throw new IOException("The service refused the tool " + tool + ": "
                    + (text.isEmpty() ? response.statusCode() + " " + response.body() : text));
        }
        return text;
    }
}
