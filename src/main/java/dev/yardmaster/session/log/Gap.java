package dev.yardmaster.session.log;

/**
 * A stretch of sequence numbers that cannot be replayed.
 *
 * @param from the first that is missing
 * @param to the last that may be missing
 * @param reason why, in one sentence
 */
public record Gap(long from, long to, String reason) {}
