package dev.yardmaster.session.frame;

import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Optional;

/**
 * A part of a session's log in memory: the SSE frames of events with contiguous sequence numbers, one after the other, and the provider's
 * raw lines of each. No object exists per event; the sequence number is the index of a frame.
 *
 * <p>One thread at a time writes; any thread reads the published events. Published bytes never change, so readers get slices of the arrays
 * without a copy.
 */
public final class Segment {
    /** The size in bytes from which on a segment is full. */
    public static final int FULL = 240 * 1024;

    /** The largest sum of frames and raw lines in bytes that is stored as one chunk, unless an event is larger. */
    public static final int FULL_CHUNK = 2 * FULL;

    private static final int FULL_RAW = 2 * FULL;

    private final long firstSeq;
    private final ByteSink frames;
    private final ByteSink raw;
    private int[] frameEnds = new int[16];
    private int[] rawEnds = new int[16];
    private int written;
    // The number of events that readers may see. Written after the events and read before them, so that readers see
    // complete events.
    private volatile int published;

    public Segment(long firstSeq, int capacity) {
        this(firstSeq, capacity, capacity);
    }

    private Segment(long firstSeq, int framesCapacity, int rawCapacity) {
        this.firstSeq = firstSeq;
        this.frames = new ByteSink(framesCapacity);
        this.raw = new ByteSink(rawCapacity);
    }

    /** The next segment. A session that has filled one segment will probably fill another, so the next one starts with the full size. */
    public Segment successor() {
        return new Segment(firstSeq + written, capacityFor(frames, FULL), capacityFor(raw, FULL_RAW));
    }

    private static int capacityFor(ByteSink filled, int full) {
        return Math.min(filled.size(), full) + full / 8;
    }

    public long firstSeq() {
        return firstSeq;
    }

    /** The sequence number of the last published event; {@code firstSeq - 1} if no event is published. */
    public long lastSeq() {
        return firstSeq + published - 1;
    }

    /** The sink for the next frame. */
    public ByteSink frames() {
        return frames;
    }

    /** The sink for the raw lines of the next frame. */
    public ByteSink raw() {
        return raw;
    }

    /** Ends the frame that was written last, and returns its length. */
    public int endEvent() {
        if (written == frameEnds.length) {
            int[] moreFrameEnds = Arrays.copyOf(frameEnds, written * 2);
            int[] moreRawEnds = Arrays.copyOf(rawEnds, written * 2);
            // A reader of published events may already see the new arrays, so the copies have to be complete first.
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

    public boolean isFull() {
        return frames.size() >= FULL || raw.size() >= FULL_RAW;
    }

    /** The ended frames that readers cannot see yet. */
    public Optional<LogSlice> unpublished() {
        return published == written ? Optional.empty() : Optional.of(slice(published, written - 1));
    }

    /** Lets readers see all ended frames; returns whether any of them is new. */
    public boolean publish() {
        boolean changed = published != written;
        published = written;
        return changed;
    }

    /** The memory that this segment holds, in bytes. */
    public int footprint() {
        return frames.array().length + raw.array().length + 8 * frameEnds.length;
    }

    /**
     * The published events after a sequence number.
     *
     * @param after at least {@code firstSeq - 1} and less than {@code lastSeq}
     * @param maxBytes the maximum size of the frames in the slice; a slice always has at least one frame, of whatever size
     */
    public LogSlice slice(long after, int maxBytes) {
        int count = published;
        int[] ends = frameEnds;
        int first = (int) (after - firstSeq + 1);
        int start = first == 0 ? 0 : ends[first - 1];
        int found = Arrays.binarySearch(ends, first, count, start + maxBytes);
        return slice(first, Math.max(found >= 0 ? found : -found - 2, first));
    }

    private LogSlice slice(int first, int end) {
        int[] ends = frameEnds;
        int start = first == 0 ? 0 : ends[first - 1];
        int rawStart = first == 0 ? 0 : rawEnds[first - 1];
        return new LogSlice(
                firstSeq + first,
                firstSeq + end,
                new ByteSlice(frames.array(), start, ends[end] - start),
                new ByteSlice(raw.array(), rawStart, rawEnds[end] - rawStart));
    }
}
