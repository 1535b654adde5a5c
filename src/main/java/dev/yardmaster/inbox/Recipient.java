package dev.yardmaster.inbox;

import java.util.Optional;
import java.util.UUID;

/**
 * An inbox that a message goes to.
 *
 * @param agent the id of its agent; empty for the inbox of people
 * @param name the name of its agent
 * @param person the name of the only person in the inbox of people that it is for
 */
record Recipient(Optional<UUID> agent, Optional<String> name, Optional<String> person) {
    static final Recipient PEOPLE = new Recipient(Optional.empty(), Optional.empty(), Optional.empty());

    static Recipient person(String name) {
        return new Recipient(Optional.empty(), Optional.empty(), Optional.of(name));
    }

    static Recipient agent(UUID id, String name) {
        return new Recipient(Optional.of(id), Optional.of(name), Optional.empty());
    }

    /** Names the inbox in the database. */
    String key() {
        return agent.map(UUID::toString).orElse("people");
    }
}
