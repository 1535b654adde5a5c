package dev.yardmaster.inbox;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Messages for tests of what is made of them. */
final class Messages {
    static final UUID ID = UUID.fromString("0199c2d1-0000-7000-8000-000000000001");

    private Messages() {}

    static Message of(String text) {
        return of(Sender.token("admin"), text, 0);
    }

    static Message failed(String text, int attempts) {
        return of(Sender.token("admin"), text, attempts);
    }

    static Message of(Sender sender, String text, int attempts) {
        return new Message(
                ID,
                1,
                "agent",
                Optional.of(ID),
                Optional.of("ada"),
                Optional.empty(),
                Optional.empty(),
                sender,
                ID,
                Optional.empty(),
                text,
                MessageState.QUEUED,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                attempts,
                Instant.parse("2026-01-31T12:00:00Z"),
                Optional.empty(),
                Optional.empty());
    }
}
