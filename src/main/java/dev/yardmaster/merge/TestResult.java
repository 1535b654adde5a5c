package dev.yardmaster.merge;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a test command ended.
 *
 * @param exitCode empty if it was stopped, because it did not end in time or was not wanted any more
 * @param output its standard output and standard error, the middle of a long one left out
 */
public record TestResult(
        Optional<Integer> exitCode, boolean timedOut, Instant startedAt, Duration duration, String output) {
    /** Whether the command has succeeded. */
    public boolean green() {
        return exitCode.filter(code -> code == 0).isPresent();
    }
}
