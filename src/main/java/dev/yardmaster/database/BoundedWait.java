package dev.yardmaster.database;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Bounded waits for what nobody tells: other people's processes and files. */
final class BoundedWait {
    private static final Duration STEP = Duration.ofMillis(10);

    private BoundedWait() {}

    /**
     * Whether it became true in time.
     *
     * @throws dev.yardmaster.problem.YardmasterException if the thread was interrupted; it stays so
     */
    static boolean until(BooleanSupplier condition, Duration limit) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > limit.toNanos()) {
                return false;
            }
            pause(STEP);
        }
        return true;
    }

    /** Whether the process has ended in time. An interrupt doesn't cut this wait short, and is kept for later. */
    static boolean ended(Process process, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return process.waitFor(Duration.ofNanos(deadline - System.nanoTime()));
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Sleeps; interrupted, it does as {@link #until} does. */
    static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw DatabaseErrors.interrupted();
        }
    }
}
