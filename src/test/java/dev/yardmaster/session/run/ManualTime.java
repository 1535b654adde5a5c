package dev.yardmaster.session.run;

import java.time.Duration;
import java.time.Instant;

/** The clocks of a session in a test. They stand still until the test advances them. */
public final class ManualTime {
    private static final Instant START = Instant.parse("2026-07-01T10:30:00Z");

    private volatile Duration elapsed = Duration.ZERO;
    private volatile boolean failing;

    public void advance(Duration time) {
        elapsed = elapsed.plus(time);
    }

    Instant now() {
        return START.plus(elapsed);
    }

    /** Lets the monotonic clock fail from now on. */
    void fail() {
        failing = true;
    }

    long nanoTime() {
        if (failing) {
            throw new StackOverflowError("the clock fails");
        }
        return elapsed.toNanos();
    }

    SessionClock clock() {
        return new SessionClock(this::now, this::nanoTime);
    }
}
