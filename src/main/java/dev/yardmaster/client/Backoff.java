package dev.yardmaster.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait between attempts: longer each time, and not the same for all clients that wait for one service. Not thread-safe. */
public final class Backoff {
    private static final Duration FIRST = Duration.ofSeconds(1);
    /** The longest wait. */
    public static final Duration LONGEST = Duration.ofSeconds(30);

    private final RandomGenerator random;
    private Duration next = FIRST;

    public Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** The wait before the next attempt: at least a half of a step, which doubles from one second to 30 seconds. */
    public Duration next() {
        Duration step = next;
        next = step.multipliedBy(2).compareTo(LONGEST) < 0 ? step.multipliedBy(2) : LONGEST;
        return Duration.ofMillis((long) (step.toMillis() * random.nextDouble(0.5, 1)));
    }

    /** An attempt has succeeded. */
    public void reset() {
        next = FIRST;
    }
}
