package dev.yardmaster.database;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits with a timeout, by polling, for changes of processes and files that send no notification. */
final class BoundedWait {
    private static final Duration STEP = Duration.ofMillis(10);

    private BoundedWait() {}

    /**
     * Returns true as soon as the condition is true, false after the timeout.
     *
     * @throws dev.yardmaster.problem.YardmasterException if the thread is interrupted; its interrupt flag stays set
     */
    static boolean until(BooleanSupplier condition, Duration timeout) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > timeout.toNanos()) {
                return false;
            }
            pause(STEP);
        }
        return true;
    }

    /** Whether the process ends within the timeout. An interrupt does not end the wait early; the interrupt flag is set afterwards. */
    static boolean ended(Process process, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
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

    /** Sleeps. An interrupt has the same effect as in {@link #until}. */
    static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw DatabaseErrors.interrupted();
        }
    }
}
