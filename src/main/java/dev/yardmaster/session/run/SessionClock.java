package dev.yardmaster.session.run;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The two clocks of a session.
 *
 * @param instants the time of day, against which the reset times of limits are read
 * @param nanoTime a time in nanoseconds that only measures durations; unlike the time of day, it never jumps, so that a corrected system
 *     clock does not end sessions
 */
public record SessionClock(InstantSource instants, LongSupplier nanoTime) {
    public static final SessionClock SYSTEM = new SessionClock(InstantSource.system(), System::nanoTime);
}
