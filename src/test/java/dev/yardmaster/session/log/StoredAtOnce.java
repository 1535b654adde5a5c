package dev.yardmaster.session.log;

import java.util.UUID;

/** Creates session logs whose events count as stored as soon as they are published, as if the database took no time. */
public final class StoredAtOnce {
    private StoredAtOnce() {}

    public static SessionLog log(UUID session, UUID agent) {
        return new SessionLog(
                session, agent, () -> LogLimits.share(1), new MemorySpool(), log -> log.stored(log.lastSeq()));
    }

    /** A log that fails whenever events are published. */
    public static SessionLog failing(UUID session, UUID agent) {
        return new SessionLog(session, agent, () -> LogLimits.share(1), new MemorySpool(), _ -> {
            throw new OutOfMemoryError("Java heap space");
        });
    }
}
