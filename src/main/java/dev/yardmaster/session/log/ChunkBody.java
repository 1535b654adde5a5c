package dev.yardmaster.session.log;

import dev.yardmaster.session.frame.ByteSink;
import dev.yardmaster.session.frame.ByteSlice;
import dev.yardmaster.session.frame.LogSlice;

/**
 * The stored form of a part of a log. It holds for each event a head of {@link LogSlice#RAW_HEAD} bytes, the raw lines and the frame, all
 * compressed as one block. A frame and its raw line share most of their text, so they compress well side by side.
 *
 * @param plainLength the length before compression, in bytes
 */
record ChunkBody(ByteSlice compressed, int plainLength) {
    static ChunkBody of(LogSlice slice) {
        ByteSlice frames = slice.frames();
        ByteSlice raw = slice.raw();
        var plain = new ByteSink(frames.length() + raw.length());
        int frameAt = frames.offset();
        for (int rawAt = raw.offset(); rawAt < raw.end(); ) {
            int frameLength = raw.int32(rawAt);
            int rawLength = LogSlice.RAW_HEAD + raw.int32(rawAt + 4);
            plain.put(raw.array(), rawAt, rawLength).put(frames.array(), frameAt, frameLength);
            rawAt += rawLength;
            frameAt += frameLength;
        }
        return new ChunkBody(Compression.compress(plain.slice()), plain.size());
    }

    /**
     * Decompresses the events after a sequence number.
     *
     * @param withRaw whether the result includes the raw lines
     */
    static LogSlice open(byte[] compressed, int plainLength, long firstSeq, long lastSeq, long after, boolean withRaw) {
        ByteSlice plain = Compression.decompress(compressed, plainLength);
        int at = 0;
        for (long seq = firstSeq; seq <= after; seq++) {
            at += length(plain, at);
        }
        var frames = new ByteSink(plain.length() - at);
        var raw = new ByteSink(withRaw ? plain.length() - at : 0);
        while (at < plain.length()) {
            int rawLength = LogSlice.RAW_HEAD + plain.int32(at + 4);
            if (withRaw) {
                raw.put(plain.array(), at, rawLength);
            }
            frames.put(plain.array(), at + rawLength, plain.int32(at));
            at += length(plain, at);
        }
        return new LogSlice(Math.max(firstSeq, after + 1), lastSeq, frames.slice(), raw.slice());
    }

    private static int length(ByteSlice plain, int at) {
        return LogSlice.RAW_HEAD + plain.int32(at) + plain.int32(at + 4);
    }
}
