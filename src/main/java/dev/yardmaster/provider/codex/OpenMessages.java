package dev.yardmaster.provider.codex;

import dev.yardmaster.json.JsonSlice;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.AgentEvent.Content;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The messages that were told in pieces and not yet as a whole. Not thread-safe. */
final class OpenMessages {
    private final Map<String, Preview> open = new LinkedHashMap<>();

    private record Preview(Content content, StringBuilder text) {}

    AgentEvent piece(String message, Content content, String text) {
        open.computeIfAbsent(message, _ -> new Preview(content, new StringBuilder()))
                .text()
                .append(text);
        return new AgentEvent.MessageDelta(message, content, JsonSlice.ofString(text));
    }

    /** A message was told as a whole. */
    void complete(String message) {
        open.remove(message);
    }

    /** The messages that will not be told as a whole any more; they are forgotten here. */
    List<String> abandon() {
        List<String> abandoned = List.copyOf(open.keySet());
        open.clear();
        return abandoned;
    }

    /** What was said until it was interrupted, as messages of their own right: Codex tells no whole of them. */
    List<AgentEvent> deliver() {
        List<AgentEvent> said = new ArrayList<>();
        open.forEach((message, preview) -> said.add(
                preview.content() == Content.TEXT
                        ? new AgentEvent.Message(
                                message, JsonSlice.ofString(preview.text().toString()))
                        : new AgentEvent.Reasoning(
                                message, JsonSlice.ofString(preview.text().toString()))));
        open.clear();
        return said;
    }

    /** Voids them, for a reason. */
    List<AgentEvent> discard(String reason) {
        return abandon().stream()
                .<AgentEvent>map(message -> Retries.of(reason, Optional.of(message)))
                .toList();
    }
}
