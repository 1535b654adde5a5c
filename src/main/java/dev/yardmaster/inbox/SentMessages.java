package dev.yardmaster.inbox;

import java.util.List;
import java.util.UUID;

/**
 * What a sender has sent.
 *
 * @param id the id of the first message
 * @param messages one for each recipient
 */
public record SentMessages(UUID id, List<Message> messages) {
    /** @param messages at least one */
    static SentMessages of(List<Message> messages) {
        return new SentMessages(messages.getFirst().id(), List.copyOf(messages));
    }
}
