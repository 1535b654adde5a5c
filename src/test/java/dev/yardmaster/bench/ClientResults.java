package dev.yardmaster.bench;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What the clients received.
 *
 * @param cpuNanos the CPU time of the clients
 * @param delay from the moment a child prints a piece to its arrival; meaningful only for a limited rate
 */
record ClientResults(List<Stream> streams, long cpuNanos, Delay delay) {
    /**
     * What one client received.
     *
     * @param pieces the number of pieces of text
     * @param lost the number of pieces that were not received
     * @param doubled the number of pieces that were received again
     * @param misnumbered the number of events whose id is not the successor of the previous id, and of gap events
     * @param firstNanos when the first piece arrived
     * @param lastNanos when the last piece arrived
     * @param atFirstFinish how many pieces this client had when the fastest client had received everything
     */
    record Stream(
            long pieces,
            long lost,
            long doubled,
            long misnumbered,
            long firstNanos,
            long lastNanos,
            long atFirstFinish) {}

    /** Percentiles in microseconds. */
    record Delay(long p50, long p99, long max) {}

    /** Seconds from the first piece of any client to the last piece of any client. */
    double seconds() {
        long first = streams.stream().mapToLong(Stream::firstNanos).min().orElseThrow();
        long last = streams.stream().mapToLong(Stream::lastNanos).max().orElseThrow();
        return (last - first) / 1e9;
    }

    /** The progress of the slowest client when the fastest was done, as a share of the fastest; 1 is perfectly even. */
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
