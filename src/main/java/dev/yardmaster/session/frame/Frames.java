package dev.yardmaster.session.frame;

import java.nio.charset.StandardCharsets;

/** Functions on the bytes of whole SSE frames. Each frame ends with an empty line and contains no other empty line. */
public final class Frames {
    private static final byte[] DATA = "\ndata: ".getBytes(StandardCharsets.US_ASCII);

    private Frames() {}

    /** A slice of frames without raw lines. */
    public static LogSlice slice(long firstSeq, ByteSlice frames) {
        var raw = new ByteSink(4 * LogSlice.RAW_HEAD);
        long lastSeq = firstSeq - 1;
        for (ByteSlice rest = frames; rest.length() > 0; rest = rest.from(end(rest))) {
            raw.int32(end(rest) - rest.offset()).int32(0);
            lastSeq++;
        }
        return new LogSlice(firstSeq, lastSeq, frames, raw.slice());
    }

    /**
     * The events of a slice after a sequence number.
     *
     * @param after less than the slice's last sequence number
     */
    public static LogSlice cut(LogSlice slice, long after) {
        if (after < slice.firstSeq()) {
            return slice;
        }
        ByteSlice frames = slice.frames();
        ByteSlice raw = slice.raw();
        for (long seq = slice.firstSeq(); seq <= after; seq++) {
            frames = frames.from(end(frames));
            if (raw.length() > 0) {
                raw = raw.from(raw.offset() + LogSlice.RAW_HEAD + raw.int32(raw.offset() + 4));
            }
        }
        return new LogSlice(after + 1, slice.lastSeq(), frames, raw);
    }

    /** The index in the array at which the first frame ends, exclusive. */
    public static int end(ByteSlice frames) {
        byte[] array = frames.array();
        for (int at = frames.offset() + 1; at < frames.end(); at++) {
            if (array[at] == '\n' && array[at - 1] == '\n') {
                return at + 1;
            }
        }
        return frames.end();
    }

    /** The JSON of the first frame. */
    public static ByteSlice data(ByteSlice frames) {
        int end = end(frames) - 2;
        for (int at = frames.offset(); at < end; at++) {
            if (startsWith(frames.array(), at, DATA)) {
                int start = at + DATA.length;
                return new ByteSlice(frames.array(), start, end - start);
            }
        }
        throw new IllegalStateException("The frame has no data field");
    }

    private static boolean startsWith(byte[] array, int at, byte[] prefix) {
        for (int i = 0; i < prefix.length; i++) {
            if (at + i >= array.length || array[at + i] != prefix[i]) {
                return false;
            }
        }
        return true;
    }
}
