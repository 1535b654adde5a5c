package dev.yardmaster.session;

/**
 * The frames of consecutive events.
 *
 * @param firstSeq the sequence number of the first
 * @param lastSeq the sequence number of the last
 * @param frames their SSE frames
 * @param raw for each of them a 32-bit length and as many bytes: the raw lines that led to it, joined by {@code \n}
 */
record Slice(long firstSeq, long lastSeq, Bytes frames, Bytes raw) {}
