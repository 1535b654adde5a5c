package dev.yardmaster.session.log;

import dev.yardmaster.session.frame.Segment;

/**
 * How much memory a session's log may use, in bytes.
 *
 * @param ringBytes the size of the newest stored events that stay in memory for readers
 * @param unstoredBytes the size of unstored events at which the child is paused
 */
public record LogLimits(long ringBytes, long unstoredBytes) {
    /**
     * How many events of a session can wait to be stored at one time. A client of a service that was killed has therefore seen no
     * sequence number higher than the last stored one plus this bound. A frame has more than 130 bytes, so that the limit in bytes
     * normally pauses the child earlier.
     */
    public static final long MAX_UNSTORED_EVENTS = 65_536;

    private static final long MEBIBYTE = 1024 * 1024;
    private static final long RINGS = 64 * MEBIBYTE;
    private static final long UNSTORED = 16 * MEBIBYTE;

    /**
     * The share of one session in the memory for all logs. The share lets a session run at full speed, and the total stays bounded.
     *
     * @param sessions how many sessions share the memory
     */
    public static LogLimits share(int sessions) {
        return new LogLimits(
                Math.clamp(RINGS / Math.max(1, sessions), Segment.FULL, 2 * MEBIBYTE),
                Math.clamp(UNSTORED / Math.max(1, sessions), 2 * Segment.FULL, 4 * MEBIBYTE));
    }
}
