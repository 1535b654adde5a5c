package dev.yardmaster.bench;

import java.time.Duration;
import java.util.List;

/** Percentiles of durations, in milliseconds. */
record Latencies(double p50, double p99, double max) {
    static Latencies of(List<Duration> all) {
        double[] sorted =
                all.stream().mapToDouble(it -> it.toNanos() / 1e6).sorted().toArray();
        return new Latencies(percentile(sorted, 0.50), percentile(sorted, 0.99), sorted[sorted.length - 1]);
    }

    /** The smallest value that is at least as large as the given share of all values. */
    private static double percentile(double[] sorted, double share) {
        return sorted[(int) Math.ceil(share * sorted.length) - 1];
    }
}
