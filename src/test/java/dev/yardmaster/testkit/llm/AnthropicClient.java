package dev.yardmaster.testkit.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A client of the Anthropic API for one endpoint. */
record AnthropicClient(LlmEndpoint endpoint) {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RESULT = """
            [{"type":"tool_result","tool_use_id":"toolu_1","content":"fine"}]""";

    static String body(String message, boolean stream, String... tools) {
        return bodyOf("\"" + message + "\"", stream, tools);
    }

    static JsonNode json(HttpResponse<String> response) throws IOException {
        return JSON.readTree(response.body());
    }

    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return HTTP.send(request(path, body).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> ask() throws IOException, InterruptedException {
        return post("/v1/messages", body("hello", true));
    }

    HttpResponse<String> askWithin(Duration time) throws IOException, InterruptedException {
        return HTTP.send(
                request("/v1/messages", body("hello", true)).timeout(time).build(), BodyHandlers.ofString());
    }

    List<Integer> statuses(int count) throws IOException, InterruptedException {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            statuses.add(ask().statusCode());
        }
        return statuses;
    }

    /** Reads the stream until the body ends or breaks off. */
    SseReply stream(String message, String... tools) {
        return whole(start(body(message, true, tools)));
    }

    SseReply streamToolResult(String... tools) {
        return whole(start(bodyOf(RESULT, true, tools)));
    }

    /** Starts a stream. */
    SseReply start() {
        return start(body("hello", true));
    }

    private SseReply start(String body) {
        SseReply reply = new SseReply();
        HTTP.sendAsync(request("/v1/messages?beta=true", body).build(), BodyHandlers.fromLineSubscriber(reply))
                .whenComplete((_, failure) -> {
                    if (failure != null) {
                        reply.onError(failure);
                    }
                });
        return reply;
    }

    private static SseReply whole(SseReply reply) {
        reply.broken();
        return reply;
    }

    private java.net.http.HttpRequest.Builder request(String path, String body) {
        return java.net.http.HttpRequest.newBuilder(URI.create(endpoint.url() + path))
                .version(HttpClient.Version.HTTP_1_1)
                .header("x-api-key", "dummy")
                .header("authorization", "Bearer dummy")
                .POST(BodyPublishers.ofString(body));
    }

    private static String bodyOf(String content, boolean stream, String... tools) {
        String offered = Stream.of(tools).map("{\"name\":\"%s\"}"::formatted).collect(Collectors.joining(","));
        return """
                {"model":"mock","stream":%s,"system":[{"type":"text","text":"Be brief."},{"type":"text","text":"Be right."}],
                 "messages":[{"role":"user","content":%s}],"tools":[%s]}""".formatted(stream, content, offered);
    }
}
