package dev.yardmaster.session.log;

/**
 * How much of a session's log may be in memory.
 *
 * @param ringBytes what is kept of the newest events for readers, once it is stored
 * @param unstoredBytes what may wait to be stored before the child is paused
 */
public record LogLimits(long ringBytes, long unstoredBytes) {
    /**
     * More events than can ever wait to be stored: a frame has over 130 bytes. A service that was killed has shown no sequence number
     * beyond the last stored one by this much.
     */
    public static final long MAX_UNSTORED_EVENTS = 65_536;

    private static final long MEBIBYTE = 1024 * 1024;
    private static final long RINGS = 64 * MEBIBYTE;
    private static final long UNSTORED = 16 * MEBIBYTE;

    /** The share of each of so many sessions: enough for one to run at full speed, and bounded for all of them together. */
    public static LogLimits share(int sessions) {
        return new LogLimits(
                Math.clamp(RINGS / Math.max(1, sessions), Segment.FULL, 2 * MEBIBYTE),
                Math.clamp(UNSTORED / Math.max(1, sessions), 2 * Segment.FULL, 4 * MEBIBYTE));
    }
}
