package dev.yardmaster.provider.codex;

import dev.yardmaster.json.JsonSlice;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.AgentEvent.Content;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The messages that are being streamed and are not complete yet. Not thread-safe. */
final class OpenMessages {
    private final Map<String, OpenMessage> open = new LinkedHashMap<>();

    private record OpenMessage(Content content, StringBuilder text) {}

    AgentEvent delta(String message, Content content, String text) {
        open.computeIfAbsent(message, _ -> new OpenMessage(content, new StringBuilder()))
                .text()
                .append(text);
        return new AgentEvent.MessageDelta(message, content, JsonSlice.ofString(text));
    }

    /** The message was delivered as a whole. */
    void remove(String message) {
        open.remove(message);
    }

    /** Returns and forgets the messages that will not be completed. */
    List<String> takeAll() {
        List<String> abandoned = List.copyOf(open.keySet());
        open.clear();
        return abandoned;
    }

    /** Delivers what was streamed until an interrupt as whole messages, because Codex does not send them as a whole. */
    List<AgentEvent> takeAsMessages() {
        List<AgentEvent> events = new ArrayList<>();
        open.forEach((message, openMessage) -> events.add(
                openMessage.content() == Content.TEXT
                        ? new AgentEvent.Message(
                                message, JsonSlice.ofString(openMessage.text().toString()))
                        : new AgentEvent.Reasoning(
                                message, JsonSlice.ofString(openMessage.text().toString()))));
        open.clear();
        return events;
    }

    /** Discards all open messages, with the given reason. */
    List<AgentEvent> discardAll(String reason) {
        return takeAll().stream()
                .<AgentEvent>map(message -> RetryMessages.of(reason, Optional.of(message)))
                .toList();
    }
}
