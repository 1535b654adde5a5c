package dev.yardmaster.approval;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The approvals for which sessions of this service wait. For any thread. */
final class WaitingSessions {
    private final Map<UUID, Waiting> byApproval = new ConcurrentHashMap<>();

    /**
     * A session that waits.
     *
     * @param request the id of the request for its dialogue
     */
    record Waiting(UUID session, String request) {}

    void add(UUID approval, Waiting waiting) {
        byApproval.put(approval, waiting);
    }

    /** The session that waited for an approval, once. */
    Optional<Waiting> take(UUID approval) {
        return Optional.ofNullable(byApproval.remove(approval));
    }

    /** Whether a session still waits for an approval. */
    boolean has(UUID approval) {
        return byApproval.containsKey(approval);
    }

    /** The approval that a request of a session waits for. */
    Optional<UUID> find(Waiting waiting) {
        return byApproval.entrySet().stream()
                .filter(entry -> entry.getValue().equals(waiting))
                .map(Map.Entry::getKey)
                .findAny();
    }

    /** All approvals that sessions wait for. */
    Set<UUID> approvals() {
        return Set.copyOf(byApproval.keySet());
    }
}
