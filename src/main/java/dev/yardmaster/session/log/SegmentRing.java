package dev.yardmaster.session.log;

import dev.yardmaster.session.frame.LogSlice;
import dev.yardmaster.session.frame.Segment;
import java.util.Arrays;
import java.util.Optional;

/** The newest events of a log in memory, in segments. Changes need the lock of the log; reads take no lock and never wait. */
final class SegmentRing {
    private static final int FIRST_CAPACITY = 2 * 1024;

    // Replaced as a whole, never modified.
    private volatile Segment[] segments = {new Segment(1, FIRST_CAPACITY)};

    /** The segment that events are appended to. */
    Segment current() {
        Segment[] all = segments;
        return all[all.length - 1];
    }

    /** The events after a sequence number, up to about {@code maxBytes}; empty if the next event is not here, or not published yet. */
    Optional<LogSlice> after(long seq, int maxBytes) {
        for (Segment segment : segments) {
            if (seq >= segment.firstSeq() - 1 && seq < segment.lastSeq()) {
                return Optional.of(segment.slice(seq, maxBytes));
            }
        }
        return Optional.empty();
    }

    /** Adds a segment after the current one, which is full. */
    void grow() {
        Segment[] all = segments;
        Segment[] grown = Arrays.copyOf(all, all.length + 1);
        grown[all.length] = all[all.length - 1].successor();
        segments = grown;
    }

    /** Whether a full segment has events after a sequence number. */
    boolean hasFullSegmentAfter(long seq) {
        Segment[] all = segments;
        return all.length > 1 && all[all.length - 2].lastSeq() > seq;
    }

    /** The bytes of the segments with events after a sequence number. */
    long bytesAfter(long seq) {
        return Arrays.stream(segments)
                .filter(segment -> segment.lastSeq() > seq)
                .mapToLong(segment -> segment.frames().size() + segment.raw().size())
                .sum();
    }

    /** The memory that the segments hold, in bytes. */
    long footprint() {
        return Arrays.stream(segments).mapToLong(Segment::footprint).sum();
    }

    /** Removes the oldest segments until the rest holds at most {@code most} bytes, but none with events after a sequence number. */
    void evict(long seq, long most) {
        Segment[] all = segments;
        long held = footprint();
        int evicted = 0;
        while (evicted < all.length - 1 && held > most && all[evicted].lastSeq() <= seq) {
            held -= all[evicted++].footprint();
        }
        if (evicted > 0) {
            segments = Arrays.copyOfRange(all, evicted, all.length);
        }
    }
}
