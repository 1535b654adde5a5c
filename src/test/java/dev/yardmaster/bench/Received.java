package dev.yardmaster.bench;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What the clients got.
 *
 * @param cpuNanos what that cost them
 * @param delay from a piece's printing to its arrival; says something only where pieces are printed at a rate
 */
record Received(List<Stream> streams, long cpuNanos, Delay delay) {
    /**
     * What one client got.
     *
     * @param pieces how many pieces of text
     * @param lost how many pieces never came
     * @param doubled how many pieces came again
     * @param misnumbered how many events had an id that did not follow the one before, or told of a gap
     * @param firstNanos when the first piece came
     * @param lastNanos when the last piece came
     * @param atFirstFinish how many pieces it had when the first of all clients had all of its own
     */
    record Stream(
            long pieces,
            long lost,
            long doubled,
            long misnumbered,
            long firstNanos,
            long lastNanos,
            long atFirstFinish) {}

    /** Microseconds. */
    record Delay(long p50, long p99, long max) {}

    /** Seconds from the first piece that any client got to the last. */
    double seconds() {
        long first = streams.stream().mapToLong(Stream::firstNanos).min().orElseThrow();
        long last = streams.stream().mapToLong(Stream::lastNanos).max().orElseThrow();
        return (last - first) / 1e9;
    }

    /** How far the slowest client was when the fastest was done; 1 is as far. */
    double evenness() {
        long slowest = streams.stream().mapToLong(Stream::atFirstFinish).min().orElseThrow();
        long fastest = streams.stream().mapToLong(Stream::atFirstFinish).max().orElseThrow();
        return fastest == 0 ? 0 : (double) slowest / fastest;
    }

    Faults faults() {
        return new Faults(sum(Stream::lost), sum(Stream::doubled), sum(Stream::misnumbered));
    }

    private long sum(ToLongFunction<Stream> value) {
        return streams.stream().mapToLong(value).sum();
    }
}
