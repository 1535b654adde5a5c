package dev.yardmaster.session.frame;

/**
 * A range of sequence numbers that cannot be replayed.
 *
 * @param from the first missing number
 * @param to the last number that may be missing
 * @param reason why they cannot be replayed, in one sentence
 */
public record Gap(long from, long to, String reason) {}
