package dev.yardmaster.session;

import dev.yardmaster.provider.LaunchMode;
import dev.yardmaster.session.end.SessionState;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Sessions for tests without a database. */
public final class RunningSessions {
    private RunningSessions() {}

    /** A running session without a task. */
    public static Session of(UUID id, String agentName) {
        return new Session(
                id,
                UUID.randomUUID(),
                agentName,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "provider",
                "executable",
                Optional.of("model"),
                LaunchMode.BIDIRECTIONAL,
                "/",
                SessionState.RUNNING,
                Optional.empty(),
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new Session.Usage(0, 0, 0, 0, Optional.empty()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
