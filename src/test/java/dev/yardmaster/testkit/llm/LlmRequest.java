package dev.yardmaster.testkit.llm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A request as an endpoint received it.
 *
 * @param method such as {@code POST}
 * @param path below the endpoint's URL, without the query, such as {@code /v1/messages}
 * @param headers by lower-case name; credentials are replaced by {@code <redacted>}, the scheme before them is kept
 * @param body the JSON; a missing node when there is none
 */
public record LlmRequest(String method, String path, Map<String, String> headers, JsonNode body) {
    public LlmRequest {
        headers = Map.copyOf(headers);
    }

    /** The model asked for; empty when the body names none. */
    public String model() {
        return body.path("model").asText();
    }

    /** The system prompt, its blocks or messages joined by line ends. */
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

    /** The conversation as text, oldest first; blocks that are not text are left out. */
    public List<String> messages() {
        return elements(body.has("input") ? "input" : "messages")
                .map(message -> text(message.path("content")))
                .toList();
    }

    /** The names of the tools on offer. */
    public List<String> tools() {
        return elements("tools")
                .map(tool -> tool.has("function") ? tool.path("function") : tool)
                .map(tool -> tool.path("name").asText())
                .toList();
    }

    /** Whether the answer is to be streamed. */
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
