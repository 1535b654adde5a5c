package dev.yardmaster.bench;

import java.time.Duration;
import java.util.List;

/** How long things took, in milliseconds. */
record Delays(double p50, double p99, double max) {
    static Delays of(List<Duration> all) {
        double[] sorted =
                all.stream().mapToDouble(it -> it.toNanos() / 1e6).sorted().toArray();
        return new Delays(at(sorted, 0.50), at(sorted, 0.99), sorted[sorted.length - 1]);
    }

    /** The smallest that so large a part of all are not above. */
    private static double at(double[] sorted, double part) {
        return sorted[(int) Math.ceil(part * sorted.length) - 1];
    }
}
