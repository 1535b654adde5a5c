package dev.yardmaster.approval;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The approvals for which sessions of this service wait. For any thread. */
final class WaitingSessions {
    private final Map<UUID, Entry> byApproval = new ConcurrentHashMap<>();

    /**
     * A session that waits.
     *
     * @param request the id of the request for its dialogue
     */
    record Waiting(UUID session, String request) {}

    /**
     * @param shown whether the approval is stored, and the events of the session show it
     * @param withdrawn why the session stopped waiting before that
     */
    private record Entry(Waiting waiting, boolean shown, Optional<String> withdrawn) {}

    /** Adds an approval that is not stored yet. */
    void add(UUID approval, Waiting waiting) {
        byApproval.put(approval, new Entry(waiting, false, Optional.empty()));
    }

    /** Notes that an approval is stored and shown. Returns why it has to be withdrawn, if the session has stopped waiting meanwhile. */
    Optional<String> show(UUID approval) {
        return Optional.ofNullable(byApproval.computeIfPresent(
                        approval, (_, entry) -> new Entry(entry.waiting(), true, entry.withdrawn())))
                .flatMap(Entry::withdrawn);
    }

    /**
     * Notes that the session has stopped waiting.
     *
     * @return whether the approval has to be withdrawn now; else {@link #show} tells it
     */
    boolean withdraw(UUID approval, String reason) {
        Entry entry = byApproval.computeIfPresent(
                approval, (_, it) -> it.shown() ? it : new Entry(it.waiting(), false, Optional.of(reason)));
        return entry != null && entry.shown();
    }

    /** The session that waited for an approval which is shown, once. */
    Optional<Waiting> take(UUID approval) {
        Entry entry = byApproval.get(approval);
        return entry != null && entry.shown() && byApproval.remove(approval, entry)
                ? Optional.of(entry.waiting())
                : Optional.empty();
    }

    /** Removes an approval that could not be stored, or that was deleted. */
    void remove(UUID approval) {
        byApproval.remove(approval);
    }

    /** The approval that a request of a session waits for. */
    Optional<UUID> find(Waiting waiting) {
        return byApproval.entrySet().stream()
                .filter(entry -> entry.getValue().waiting().equals(waiting))
                .map(Map.Entry::getKey)
                .findAny();
    }

    /** All approvals that are shown and that sessions wait for. */
    Set<UUID> approvals() {
        return byApproval.entrySet().stream()
                .filter(entry -> entry.getValue().shown())
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }
}
