package dev.yardmaster.provider.claude;

import dev.yardmaster.provider.AgentEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The voices of a session: the agent, and its sub-agents by the tool call that started them. Not thread-safe. */
final class MessageIds {
    private static final int SUB_AGENTS = 64;

    private final MessageStream agent = new MessageStream();
    private final Map<String, MessageStream> subAgents = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, MessageStream> eldest) {
            return size() > SUB_AGENTS;
        }
    };

    MessageStream agent() {
        return agent;
    }

    /** The voice with this parent tool call; the agent's own for an empty one. */
    MessageStream of(String parent) {
        return parent.isEmpty() ? agent : subAgents.computeIfAbsent(parent, _ -> new MessageStream());
    }

    /** Starts an API message; what was told of an earlier one in pieces only is void. */
    static List<AgentEvent> start(MessageStream stream, String id) {
        List<AgentEvent> voided = discard(stream.abandon(), "restarted");
        stream.start(id);
        return voided;
    }

    /** Voids what no voice will tell as a whole any more: the turn is over. */
    List<AgentEvent> abandon() {
        List<String> open = new ArrayList<>(agent.abandon());
        subAgents.values().forEach(stream -> open.addAll(stream.abandon()));
        return discard(open, "abandoned");
    }

    private static List<AgentEvent> discard(List<String> messages, String reason) {
        return messages.stream()
                .<AgentEvent>map(
                        id -> new AgentEvent.Retry(0, Duration.ZERO, OptionalInt.empty(), reason, Optional.of(id)))
                .toList();
    }
}
