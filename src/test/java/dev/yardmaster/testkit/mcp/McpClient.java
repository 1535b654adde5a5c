package dev.yardmaster.testkit.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A client of an MCP server over streamable HTTP. */
public final class McpClient {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI url;
    private final String authorization;
    private Optional<String> session = Optional.empty();
    private int last;

    public McpClient(URI url, String authorization) {
        this.url = url;
        this.authorization = authorization;
    }

    /** The result of a call. */
    public record ToolResult(String text, boolean error) {
        public JsonObject json() {
            assertThat(error).as(text).isFalse();
            return new JsonObject(text);
        }
    }

    /** The same server with another path or token. */
    public McpClient with(URI other, String otherAuthorization) {
        return new McpClient(other, otherAuthorization);
    }

    public URI url() {
        return url;
    }

    public String authorization() {
        return authorization;
    }

    /** Begins a session of MCP, which the next requests name. */
    public JsonObject initialize() {
        HttpResponse<String> response = post(
                "initialize",
                new JsonObject()
                        .put("protocolVersion", "2025-06-18")
                        .put("capabilities", new JsonObject())
                        .put("clientInfo", new JsonObject().put("name", "test").put("version", "1")));
        session = response.headers().firstValue("mcp-session-id");
        return result(response);
    }

    /** Names a session of MCP that the server does not know. */
    public void loseSession() {
        session = Optional.of("lost");
    }

    /** The tools that the server lists. */
    public List<JsonObject> tools() {
        return result(post("tools/list", new JsonObject())).getJsonArray("tools").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    public List<String> toolNames() {
        return tools().stream().map(tool -> tool.getString("name")).toList();
    }

    public ToolResult call(String tool, Map<String, ?> arguments) {
        JsonObject result = result(callHttp(tool, new JsonObject(Map.copyOf(arguments))));
        JsonArray content = result.getJsonArray("content");
        return new ToolResult(
                content.getJsonObject(0).getString("text"), Boolean.TRUE.equals(result.getBoolean("isError")));
    }

    /** Sends a call and returns the response of the server, whatever its status. */
    public HttpResponse<String> callHttp(String tool, JsonObject arguments) {
        return post("tools/call", new JsonObject().put("name", tool).put("arguments", arguments));
    }

    public HttpResponse<String> send(String method) {
        return send(request().method(method, BodyPublishers.noBody()));
    }

    /** Sends a body that is no message. */
    public HttpResponse<String> sendBody(String body) {
        return send(request().POST(BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> post(String method, JsonObject params) {
        last++;
        JsonObject message = new JsonObject()
                .put("jsonrpc", "2.0")
                .put("id", last)
                .put("method", method)
                .put("params", params);
        return send(request().POST(BodyPublishers.ofString(message.encode())));
    }

    private HttpRequest.Builder request() {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream");
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        session.ifPresent(id -> request.header("Mcp-Session-Id", id));
        return request;
    }

    private static JsonObject result(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        JsonObject message = new JsonObject(response.body());
        assertThat(message.containsKey("error")).as(response.body()).isFalse();
        assertThat(response.body()).as("nulls, which clients refuse").doesNotContain(":null");
        return message.getJsonObject("result");
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
