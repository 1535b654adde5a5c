package dev.yardmaster.provider.claude;

import dev.yardmaster.provider.AgentEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The message ids of all speakers in a session: of the agent, and of each sub-agent by the tool call that started it. Not thread-safe. */
final class MessageIdsBySpeaker {
    private static final int MAX_SUB_AGENTS = 64;

    private final MessageIds agent = new MessageIds();
    private final Map<String, MessageIds> subAgents = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, MessageIds> eldest) {
            return size() > MAX_SUB_AGENTS;
        }
    };

    MessageIds agent() {
        return agent;
    }

    /** The ids of the speaker with this parent tool call; those of the agent itself if it is empty. */
    MessageIds of(String parent) {
        return parent.isEmpty() ? agent : subAgents.computeIfAbsent(parent, _ -> new MessageIds());
    }

    /** Starts an API message and discards the deltas of earlier messages that were not delivered as a whole. */
    static List<AgentEvent> start(MessageIds ids, String id) {
        List<AgentEvent> discarded = discard(ids.takeUndelivered(), "restarted");
        ids.start(id);
        return discarded;
    }

    /** Discards all messages that were not delivered as a whole, because the turn is over. */
    List<AgentEvent> discardAll() {
        List<String> undelivered = new ArrayList<>(agent.takeUndelivered());
        subAgents.values().forEach(ids -> undelivered.addAll(ids.takeUndelivered()));
        return discard(undelivered, "abandoned");
    }

    private static List<AgentEvent> discard(List<String> messages, String reason) {
        return messages.stream()
                .<AgentEvent>map(
                        id -> new AgentEvent.Retry(0, Duration.ZERO, OptionalInt.empty(), reason, Optional.of(id)))
                .toList();
    }
}
