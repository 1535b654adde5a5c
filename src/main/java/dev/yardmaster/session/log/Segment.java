package dev.yardmaster.session.log;

import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * A stretch of a session's log in memory: the SSE frames of events with consecutive sequence numbers, one after the other, and beside
 * each the provider's raw lines. There is no object per event: a frame is found by its number.
 *
 * <p>One thread at a time writes; any thread reads what has been published. What was published never changes, so slices of the arrays
 * are handed out without a copy.
 */
final class Segment {
    /** A segment that has grown to this many bytes takes no more events. */
    static final int FULL = 240 * 1024;

    private static final int FULL_RAW = 2 * FULL;

    private final long firstSeq;
    private final ByteSink frames;
    private final ByteSink raw;
    private int[] frameEnds = new int[16];
    private int[] rawEnds = new int[16];
    private int written;
    // Written last and read first, so that what it counts is seen whole.
    private volatile int published;

    Segment(long firstSeq, int capacity) {
        this(firstSeq, capacity, capacity);
    }

    private Segment(long firstSeq, int framesCapacity, int rawCapacity) {
        this.firstSeq = firstSeq;
        this.frames = new ByteSink(framesCapacity);
        this.raw = new ByteSink(rawCapacity);
    }

    /** The next segment. A session that has filled one is likely to fill another, so it is as large from the start. */
    Segment successor() {
        return new Segment(firstSeq + written, capacityFor(frames, FULL), capacityFor(raw, FULL_RAW));
    }

    private static int capacityFor(ByteSink filled, int full) {
        return Math.min(filled.size(), full) + full / 8;
    }

    long firstSeq() {
        return firstSeq;
    }

    /** The sequence number of the last event that readers may see; {@code firstSeq - 1} when there is none. */
    long lastSeq() {
        return firstSeq + published - 1;
    }

    /** Where the next frame is to be written. */
    ByteSink frames() {
        return frames;
    }

    /** Where the raw lines of the next frame are to be written. */
    ByteSink raw() {
        return raw;
    }

    /** Ends the frame that was written last, and tells its length. */
    int endEvent() {
        if (written == frameEnds.length) {
            int[] moreFrameEnds = Arrays.copyOf(frameEnds, written * 2);
            int[] moreRawEnds = Arrays.copyOf(rawEnds, written * 2);
            // Whoever reads what was published before may come upon the new arrays already.
            VarHandle.storeStoreFence();
            frameEnds = moreFrameEnds;
            rawEnds = moreRawEnds;
        }
        int start = written == 0 ? 0 : frameEnds[written - 1];
        frameEnds[written] = frames.size();
        rawEnds[written] = raw.size();
        written++;
        return frames.size() - start;
    }

    boolean isFull() {
        return frames.size() >= FULL || raw.size() >= FULL_RAW;
    }

    /** Lets readers see all ended frames; says whether there were new ones. */
    boolean publish() {
        boolean news = published != written;
        published = written;
        return news;
    }

    /** How much memory it holds, in bytes. */
    int footprint() {
        return frames.array().length + raw.array().length + 8 * frameEnds.length;
    }

    /**
     * The frames after a sequence number.
     *
     * @param after at least {@code firstSeq - 1} and less than {@code lastSeq}
     * @param maxBytes the most to hand out; one frame is handed out however long it is
     */
    LogSlice slice(long after, int maxBytes) {
        int count = published;
        int[] ends = frameEnds;
        int first = (int) (after - firstSeq + 1);
        int start = first == 0 ? 0 : ends[first - 1];
        int found = Arrays.binarySearch(ends, first, count, start + maxBytes);
        int end = Math.max(found >= 0 ? found : -found - 2, first);
        int rawStart = first == 0 ? 0 : rawEnds[first - 1];
        return new LogSlice(
                firstSeq + first,
                firstSeq + end,
                new ByteSlice(frames.array(), start, ends[end] - start),
                new ByteSlice(raw.array(), rawStart, rawEnds[end] - rawStart));
    }
}
