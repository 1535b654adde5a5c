package dev.yardmaster.top;

import java.time.Duration;

/** How long to wait before the next attempt to connect: 1, 2, 4, 8 and then always 10 seconds. Not thread-safe. */
final class Backoff {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private Duration next = FIRST;

    /** Call it after each success. */
    void reset() {
        next = FIRST;
    }

    Duration next() {
        Duration wait = next;
        Duration twice = next.multipliedBy(2);
        next = twice.compareTo(LONGEST) > 0 ? LONGEST : twice;
        return wait;
    }
}
