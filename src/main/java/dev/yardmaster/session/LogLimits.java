package dev.yardmaster.session;

/**
 * How much of a session's log may be in memory.
 *
 * @param ringBytes what is kept of the newest events for readers, once it is stored
 * @param unstoredBytes what may wait to be stored before the child is paused
 */
record LogLimits(long ringBytes, long unstoredBytes) {
    /**
     * More events than can ever wait to be stored: a frame has over 130 bytes. A service that was killed has shown no sequence number
     * beyond the last stored one by this much.
     */
    static final long MAX_UNSTORED_EVENTS = 65_536;

    static final LogLimits DEFAULT = new LogLimits(2 * 1024 * 1024, 4 * 1024 * 1024);
}
