package dev.yardmaster.testkit.llm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A request that an endpoint has received.
 *
 * @param method such as {@code POST}
 * @param path the path relative to the endpoint's URL, without the query, such as {@code /v1/messages}
 * @param headers the headers by name in lower case; credentials are replaced by {@code <redacted>}, but their scheme is kept
 * @param body the JSON; a missing node if the request has no body
 */
public record LlmRequest(String method, String path, Map<String, String> headers, JsonNode body) {
    public LlmRequest {
        headers = Map.copyOf(headers);
    }

    /** Returns the requested model; empty if the body names none. */
    public String model() {
        return body.path("model").asText();
    }

    /** Returns the system prompt; its blocks or messages are joined by line ends. */
    public String system() {
        if (body.has("instructions")) {
            return text(body.path("instructions"));
        }
        return body.has("system")
                ? text(body.path("system"))
                : elements("messages")
                        .filter(message -> message.path("role").asText().equals("system"))
                        .map(message -> text(message.path("content")))
                        .collect(Collectors.joining("\n"));
    }

    /** Returns the texts of the conversation, oldest first; other blocks are left out. */
    public List<String> messages() {
        return elements(body.has("input") ? "input" : "messages")
                .map(message -> text(message.path("content")))
                .toList();
    }

    /** Returns the names of the offered tools. */
    public List<String> tools() {
        return elements("tools")
                .map(tool -> tool.has("function") ? tool.path("function") : tool)
                .map(tool -> tool.path("name").asText())
                .toList();
    }

    /** Whether the client requests a stream. */
    public boolean stream() {
        return body.path("stream").asBoolean();
    }

    private Stream<JsonNode> elements(String field) {
        return StreamSupport.stream(body.path(field).spliterator(), false);
    }

    private static String text(JsonNode content) {
        if (content.isTextual()) {
            return content.asText();
        }
        return StreamSupport.stream(content.spliterator(), false)
                .filter(block -> block.has("text"))
                .map(block -> block.path("text").asText())
                .collect(Collectors.joining("\n"));
    }
}
