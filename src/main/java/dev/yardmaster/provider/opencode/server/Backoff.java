package dev.yardmaster.provider.opencode.server;

import java.time.Duration;

/** Pauses between attempts: each is twice as long as the one before, and together they have a limit. Not thread-safe. */
public final class Backoff {
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private Duration left;
    private Duration next = FIRST;

    public Backoff(Duration limit) {
        left = limit;
    }

    /** Waits before the next attempt. Returns false, without waiting, when all pauses together would exceed the limit. */
    public boolean pause() throws InterruptedException {
        if (next.compareTo(left) > 0) {
            return false;
        }
        Thread.sleep(next);
        left = left.minus(next);
        Duration twice = next.multipliedBy(2);
        next = twice.compareTo(LONGEST) < 0 ? twice : LONGEST;
        return true;
    }
}
