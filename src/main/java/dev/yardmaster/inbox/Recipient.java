package dev.yardmaster.inbox;

import java.util.Optional;
import java.util.UUID;

/**
 * An inbox that a message goes to.
 *
 * @param agent the id of its agent; empty for the inbox of people
 * @param name the name of its agent
 */
record Recipient(Optional<UUID> agent, Optional<String> name) {
    static final Recipient PEOPLE = new Recipient(Optional.empty(), Optional.empty());

    /** Names the inbox in the database. */
    String key() {
        return agent.map(UUID::toString).orElse("people");
    }
}
