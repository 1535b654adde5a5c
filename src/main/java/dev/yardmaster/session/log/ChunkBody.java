package dev.yardmaster.session.log;

/**
 * How a stretch of a log is stored: for each event its head ({@link LogSlice#RAW_HEAD}), its raw lines and its frame, compressed as one
 * block. Side by side, since a frame and the line it came from have most of their text in common.
 *
 * @param plainLength its length before compression, in bytes
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
        return new ChunkBody(Compression.compress(new ByteSlice(plain.array(), 0, plain.size())), plain.size());
    }

    /** The events after a sequence number. */
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
        return new LogSlice(Math.max(firstSeq, after + 1), lastSeq, written(frames), written(raw));
    }

    private static int length(ByteSlice plain, int at) {
        return LogSlice.RAW_HEAD + plain.int32(at) + plain.int32(at + 4);
    }

    private static ByteSlice written(ByteSink sink) {
        return new ByteSlice(sink.array(), 0, sink.size());
    }
}
