package dev.yardmaster.session.frame;

import java.util.List;

/**
 * A part of a session's log: events with contiguous sequence numbers.
 *
 * @param firstSeq the sequence number of the first event
 * @param lastSeq the sequence number of the last event
 * @param frames the SSE frames of the events
 * @param raw for each event: the length of its frame and the length of its raw lines, both as 32-bit numbers, then the raw lines that
 *     caused the event, joined by {@code \n}; empty if the raw lines were not read from the database
 */
public record LogSlice(long firstSeq, long lastSeq, ByteSlice frames, ByteSlice raw) {
    /** The number of bytes before an event's raw lines: the two lengths. */
    public static final int RAW_HEAD = 8;

    /** Copies slices that follow each other into one. */
    public static LogSlice join(List<LogSlice> slices) {
        var frames = new ByteSink(
                slices.stream().mapToInt(slice -> slice.frames().length()).sum());
        var raw = new ByteSink(
                slices.stream().mapToInt(slice -> slice.raw().length()).sum());
        for (LogSlice slice : slices) {
            frames.put(slice.frames());
            raw.put(slice.raw());
        }
        return new LogSlice(slices.getFirst().firstSeq(), slices.getLast().lastSeq(), frames.slice(), raw.slice());
    }

    /** The size of the frames and the raw lines in bytes. */
    public int size() {
        return frames.length() + raw.length();
    }
}
