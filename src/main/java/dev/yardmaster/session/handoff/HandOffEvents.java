package dev.yardmaster.session.handoff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yardmaster.session.frame.ByteSlice;
import dev.yardmaster.session.frame.Frames;
import dev.yardmaster.session.frame.LogSlice;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Collects the last messages and the last tool calls from a session's events, which are read in their order. The memory it needs is
 * bounded. Not thread-safe.
 */
final class HandOffEvents {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_MESSAGES = 30;
    private static final int MESSAGE_BYTES = 16 * 1024;
    private static final int MAX_CALLS = 20;
    private static final int VALUE_BYTES = 100;
    private static final int CALL_BYTES = 250;

    private final Deque<Message> messages = new ArrayDeque<>();
    private final Map<String, ToolCall> calls = new LinkedHashMap<>();
    private final HandOffText text;

    HandOffEvents(HandOffText text) {
        this.text = text;
    }

    /** A message to or from the agent. Its text is clean. */
    record Message(boolean byAgent, String text) {}

    /** A call of a tool. Its input is clean and on one line. */
    record ToolCall(String name, String input, boolean failed) {
        ToolCall asFailed() {
            return new ToolCall(name, input, true);
        }
    }

    /** Reads the events that follow the events read before. */
    void read(LogSlice events) {
        ByteSlice frames = events.frames();
        while (frames.length() > 0) {
            read(parsed(Frames.data(frames)));
            frames = frames.from(Frames.end(frames));
        }
    }

    /** The last messages, oldest first. */
    List<Message> messages() {
        return List.copyOf(messages);
    }

    /** The last tool calls, oldest first. */
    List<ToolCall> calls() {
        return List.copyOf(calls.values());
    }

    private void read(JsonNode event) {
        JsonNode data = event.path("data");
        switch (event.path("type").asText()) {
            case "message" -> addMessage(true, data);
            case "user.message" -> addMessage(false, data);
            case "tool.call" -> addCall(data);
            case "tool.result" -> addResult(data);
            default -> {
                // The next agent does not need the other events.
            }
        }
    }

    /** A message in the form in which it is kept. */
    static Message message(HandOffText text, boolean byAgent, String content) {
        return new Message(byAgent, HandOffText.shorten(text.clean(content), MESSAGE_BYTES));
    }

    private void addMessage(boolean byAgent, JsonNode data) {
        Message message = message(text, byAgent, data.path("text").asText());
        if (!message.text().isEmpty()) {
            messages.add(message);
        }
        if (messages.size() > MAX_MESSAGES) {
            messages.removeFirst();
        }
    }

    private void addCall(JsonNode data) {
        String name = text.line(data.path("name").asText(), VALUE_BYTES);
        String input = HandOffText.shorten(input(data.path("input")), CALL_BYTES);
        calls.put(data.path("call").asText(), new ToolCall(name, input, false));
        if (calls.size() > MAX_CALLS) {
            calls.remove(calls.keySet().iterator().next());
        }
    }

    private void addResult(JsonNode data) {
        if (data.path("error").asBoolean()) {
            calls.computeIfPresent(data.path("call").asText(), (_, call) -> call.asFailed());
        }
    }

    private String input(JsonNode input) {
        return input.isObject()
                ? input.properties().stream()
                        .map(field -> text.line(field.getKey(), VALUE_BYTES) + "=" + value(field.getValue()))
                        .collect(Collectors.joining(" "))
                : value(input);
    }

    /** The text of a value, unescaped so that secrets in it are found; for an array or object, only its size. */
    private String value(JsonNode value) {
        return value.isContainerNode() ? "(" + value.size() + ")" : text.line(value.asText(), VALUE_BYTES);
    }

    private static JsonNode parsed(ByteSlice json) {
        try {
            return JSON.readTree(json.array(), json.offset(), json.length());
        } catch (IOException _) {
            // The JSON is valid but exceeds the parser's limits for names, depth or length. A summary can do without
            // it.
            return JSON.missingNode();
        }
    }
}
