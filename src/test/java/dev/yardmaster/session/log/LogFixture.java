package dev.yardmaster.session.log;

import dev.yardmaster.process.Line;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.session.end.SessionEnd;
import dev.yardmaster.session.frame.Segment;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Session logs with a writer that stores them in memory, when a test asks for it. */
public final class LogFixture {
    /** Limits of a log that never waits for the store. After a store it keeps only the segment that it writes to. */
    public static final LogLimits NO_RING = new LogLimits(0, Long.MAX_VALUE);

    private static final LogLimits NO_LIMIT = new LogLimits(Long.MAX_VALUE, Long.MAX_VALUE);

    private final MemoryChunkStore store = new MemoryChunkStore();
    private final EventFeed feed = new EventFeed();
    private final AtomicInteger forced = new AtomicInteger();
    private final LogWriter writer;

    public LogFixture() {
        this(new ManualParking());
    }

    LogFixture(Parking parking) {
        writer = new LogWriter(store, feed, forced::incrementAndGet, parking);
    }

    public MemoryChunkStore store() {
        return store;
    }

    public EventFeed feed() {
        return feed;
    }

    /** How often the writer has forced the spool. */
    int forced() {
        return forced.get();
    }

    LogWriter writer() {
        return writer;
    }

    public SessionLog log(UUID session) {
        return log(session, UUID.randomUUID(), NO_LIMIT);
    }

    public SessionLog log(UUID session, UUID agent, LogLimits limits) {
        return new SessionLog(session, agent, () -> limits, new MemorySpool(), writer::offer);
    }

    /** Stores all published events of all logs. */
    public void storeAll() {
        while (writer.hasWork()) {
            writer.storeNext();
        }
    }

    /** Publishes one event for each line, with the line as its raw line. */
    public static void append(SessionLog log, String... lines) {
        for (String line : lines) {
            log.append(Line.of(line), List.of(new AgentEvent.UserMessage(line)));
        }
        log.publish();
    }

    /** Ends a log, and stores its end. */
    public void end(SessionLog log, SessionEnd end) {
        Chunk last = log.end(end);
        storeAll();
        feed.add(store.insert(List.of(last)).await().indefinitely());
        log.publishEnd();
    }

    /** Publishes events of 10 kB until a log has so many full segments more. */
    public static void fill(SessionLog log, int segments) {
        for (int bytes = 0; bytes < segments * (Segment.FULL + 10_000); bytes += 10_000) {
            log.append(Line.of("l"), List.of(new AgentEvent.UserMessage("m".repeat(10_000))));
        }
        log.publish();
    }
}
