package dev.yardmaster.session.handoff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.yardmaster.session.log.ByteSlice;
import dev.yardmaster.session.log.Frames;
import dev.yardmaster.session.log.LogSlice;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Gathers from a session's events, given in their order, what was said and which tools were called last. However many events there are,
 * it keeps little. Not thread-safe.
 */
final class HandOffEvents {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MESSAGES = 30;
    private static final int MESSAGE_BYTES = 16 * 1024;
    private static final int CALLS = 20;
    private static final int VALUE_BYTES = 100;
    private static final int CALL_BYTES = 250;

    private final Deque<Said> messages = new ArrayDeque<>();
    private final Map<String, Called> calls = new LinkedHashMap<>();
    private final HandOffText text;

    HandOffEvents(HandOffText text) {
        this.text = text;
    }

    /** A message; its text is clean. */
    record Said(boolean byAgent, String text) {}

    /** A tool that was called; its input is clean and on one line. */
    record Called(String name, String input, boolean failed) {
        Called asFailed() {
            return new Called(name, input, true);
        }
    }

    /** Reads the events that follow those read before. */
    void read(LogSlice events) {
        ByteSlice frames = events.frames();
        while (frames.length() > 0) {
            read(parsed(Frames.data(frames)));
            frames = frames.from(Frames.end(frames));
        }
    }

    /** The last messages, the oldest first. */
    List<Said> messages() {
        return List.copyOf(messages);
    }

    /** The last tools that were called, the oldest first. */
    List<Called> calls() {
        return List.copyOf(calls.values());
    }

    private void read(JsonNode event) {
        JsonNode data = event.path("data");
        switch (event.path("type").asText()) {
            case "message" -> said(true, data);
            case "user.message" -> said(false, data);
            case "tool.call" -> called(data);
            case "tool.result" -> answered(data);
            default -> {
                // The others tell nothing that the next agent needs.
            }
        }
    }

    /** A message as it is kept. */
    static Said said(HandOffText text, boolean byAgent, String words) {
        return new Said(byAgent, HandOffText.shorten(text.clean(words), MESSAGE_BYTES));
    }

    private void said(boolean byAgent, JsonNode data) {
        Said said = said(text, byAgent, data.path("text").asText());
        if (!said.text().isEmpty()) {
            messages.add(said);
        }
        if (messages.size() > MESSAGES) {
            messages.removeFirst();
        }
    }

    private void called(JsonNode data) {
        String name = text.line(data.path("name").asText(), VALUE_BYTES);
        String input = HandOffText.shorten(input(data.path("input")), CALL_BYTES);
        calls.put(data.path("call").asText(), new Called(name, input, false));
        if (calls.size() > CALLS) {
            calls.remove(calls.keySet().iterator().next());
        }
    }

    private void answered(JsonNode data) {
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

    /** Text is shown in its own characters, so that a secret in it is found; of what has parts only the number. */
    private String value(JsonNode value) {
        return value.isContainerNode() ? "(" + value.size() + ")" : text.line(value.asText(), VALUE_BYTES);
    }

    private static JsonNode parsed(ByteSlice json) {
        try {
            return JSON.readTree(json.array(), json.offset(), json.length());
        } catch (IOException _) {
            // It is valid, but beyond what is read of names, depths and lengths: nothing for a summary.
            return JSON.missingNode();
        }
    }
}
