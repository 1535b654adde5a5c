package dev.yardmaster.session.log;

/**
 * The frames of consecutive events.
 *
 * @param firstSeq the sequence number of the first
 * @param lastSeq the sequence number of the last
 * @param frames their SSE frames
 * @param raw for each of them the length of its frame and the length of what follows, both as 32 bits, and then the raw lines that led
 *     to it, joined by {@code \n}; empty where the raw lines were not read
 */
public record LogSlice(long firstSeq, long lastSeq, ByteSlice frames, ByteSlice raw) {
    /** How many bytes stand before an event's raw lines. */
    static final int RAW_HEAD = 8;
}
