package dev.yardmaster.session;

import dev.yardmaster.session.end.SessionEnd;
import dev.yardmaster.session.frame.ByteSink;
import dev.yardmaster.session.frame.FrameEncoder;
import dev.yardmaster.session.frame.Frames;
import dev.yardmaster.session.frame.Gap;
import dev.yardmaster.session.frame.LogSlice;
import dev.yardmaster.session.frame.LoggedEndReader;
import dev.yardmaster.session.log.Chunk;
import dev.yardmaster.session.log.LogLimits;
import dev.yardmaster.session.spool.SpooledLog;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The log of a session whose service was killed, and how to complete it. */
final class InterruptedLog {
    private final Session session;
    private final SessionEnd lost;
    private final long storedSeq;
    private final SpooledLog spooled;
    private final List<LogSlice> restored;
    private final Optional<SessionEnd> loggedEnd;

    /**
     * @param lost how the session ended if its log does not show that
     * @param stored the last slices that are stored, the newest last
     */
    InterruptedLog(Session session, SessionEnd lost, List<LogSlice> stored, SpooledLog spooled) {
        this.session = session;
        this.lost = lost;
        this.storedSeq = stored.isEmpty() ? 0 : stored.getLast().lastSeq();
        this.spooled = spooled;
        this.restored = spooled.after(storedSeq);
        this.loggedEnd = LoggedEndReader.of(
                Stream.concat(stored.stream(), restored.stream()).toList());
    }

    /** How the session ended: as its log shows, else as lost. */
    SessionEnd end() {
        return loggedEnd.orElse(lost);
    }

    /** How many events were only in the spool. */
    long restoredEvents() {
        return lastSeq() - storedSeq;
    }

    /** The chunks that complete the log. */
    List<Chunk> unstored() {
        Stream<LogSlice> missingEnd = loggedEnd.isPresent() ? Stream.empty() : Stream.of(lostEnd());
        return Stream.concat(restored.stream(), missingEnd)
                .map(slice -> new Chunk(0, session.id(), session.agent(), slice))
                .toList();
    }

    private long lastSeq() {
        return restored.isEmpty() ? storedSeq : restored.getLast().lastSeq();
    }

    private LogSlice lostEnd() {
        var encoder = new FrameEncoder(session.id());
        var frames = new ByteSink(1024);
        long now = System.currentTimeMillis();
        long firstSeq = lastSeq() + 1;
        if (spooled.isCompleteAfter(storedSeq)) {
            encoder.encode(frames, firstSeq, now, lost);
        } else {
            firstSeq = gapSeq();
            encoder.encode(frames, firstSeq, now, gap());
            encoder.encode(frames, firstSeq + 1, now, lost);
        }
        return Frames.slice(firstSeq, frames.slice());
    }

    private Gap gap() {
        return new Gap(
                lastSeq() + 1,
                gapSeq() - 1,
                "The service that ran the session could not store these events. It may not have produced all of them.");
    }

    /** Above all numbers that clients of the killed service can have seen. */
    private long gapSeq() {
        return Math.max(lastSeq(), spooled.lastSeq()) + LogLimits.MAX_UNSTORED_EVENTS + 1;
    }
}
