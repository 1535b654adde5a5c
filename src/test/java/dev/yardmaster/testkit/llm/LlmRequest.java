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
        return elements(conversation())
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

    /** Returns the texts since the last answer of the model, oldest first. A CLI can add texts of its own to those of a user. */
    public List<String> news() {
        List<JsonNode> all = elements(conversation()).toList();
        int next = all.size();
        while (next > 0 && !isAnswer(all.get(next - 1))) {
            next--;
        }
        return all.subList(next, all.size()).stream()
                .map(message -> text(message.path("content")))
                .toList();
    }

    private static boolean isAnswer(JsonNode message) {
        return message.path("role").asText().equals("assistant")
                || message.path("type").asText().endsWith("_call");
    }

    /** Returns how many results of tools the conversation contains. */
    public int toolResults() {
        return elements(conversation()).mapToInt(LlmRequest::toolResults).sum();
    }

    /** Whether the last message contains the result of a tool. */
    public boolean endsWithToolResult() {
        return elements(conversation())
                .reduce((_, last) -> last)
                .filter(last -> toolResults(last) > 0)
                .isPresent();
    }

    /** Whether the client requests a stream. */
    public boolean stream() {
        return body.path("stream").asBoolean();
    }

    private String conversation() {
        return body.has("input") ? "input" : "messages";
    }

    /** Each of the three APIs marks a result in its own way: as an item, as a message with a role, and as blocks of a message. */
    private static int toolResults(JsonNode message) {
        if (message.path("type").asText().endsWith("_output")
                || message.path("role").asText().equals("tool")) {
            return 1;
        }
        return (int) StreamSupport.stream(message.path("content").spliterator(), false)
                .filter(block -> block.path("type").asText().equals("tool_result"))
                .count();
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
