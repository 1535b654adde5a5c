package dev.yardmaster.session.log;

import dev.yardmaster.process.Line;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.session.frame.LogSlice;
import dev.yardmaster.session.frame.SliceFixture;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Session logs without a writer: a test stores their events itself. */
final class SessionLogFixture {
    private final AtomicInteger notified = new AtomicInteger();
    private final MemorySpool spool = new MemorySpool();

    /** The spool of all logs. */
    MemorySpool spool() {
        return spool;
    }

    /** How often the logs have notified the writer. */
    int notified() {
        return notified.get();
    }

    /** A log with the limits of a single session. */
    SessionLog log() {
        return log(LogLimits.share(1));
    }

    SessionLog log(LogLimits limits) {
        return new SessionLog(
                UUID.randomUUID(), UUID.randomUUID(), () -> limits, spool, _ -> notified.incrementAndGet());
    }

    /** Appends and publishes events of 10 kB. */
    static void fill(SessionLog log, int bytes) {
        for (int done = 0; done < bytes; done += 10_000) {
            log.append(Line.of("l"), List.of(message("m".repeat(10_000))));
        }
        log.publish();
    }

    /** Stores the log as the writer does, and returns the frames in the order in which they were stored. */
    static List<String> store(SessionLog log) {
        List<String> stored = new ArrayList<>();
        for (Optional<LogSlice> next = log.unstored(); next.isPresent(); next = log.unstored()) {
            stored.addAll(SliceFixture.frames(next.get()));
            log.stored(next.get().lastSeq());
        }
        return stored;
    }

    /** All frames after a sequence number, as a reader gets them. */
    static List<String> readAll(SessionLog log, long after) {
        List<String> frames = new ArrayList<>();
        long cursor = after;
        for (Optional<LogSlice> next = log.after(cursor); next.isPresent(); next = log.after(cursor)) {
            frames.addAll(SliceFixture.frames(next.get()));
            cursor = next.get().lastSeq();
        }
        return frames;
    }

    /** The frames of the first slice after a sequence number. */
    static List<String> frames(SessionLog log, long after) {
        return SliceFixture.frames(log.after(after).orElseThrow());
    }

    /** The raw lines of the first slice. */
    static List<String> raw(SessionLog log) {
        return SliceFixture.raw(log.after(0).orElseThrow());
    }

    static AgentEvent message(String text) {
        return new AgentEvent.UserMessage(text);
    }
}
