package dev.yardmaster.bench;

import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** Everything that was measured, and the targets it is held against. They are ratios, or lie far from what any machine swings by. */
record Results(
        Outcome oneToOne,
        Outcome oneToMany,
        Outcome manyToMany,
        Outcome paced,
        SessionCost sessions,
        Faults firstBurst) {
    List<Outcome> outcomes() {
        return List.of(oneToOne, oneToMany, manyToMany, paced);
    }

    Faults faults() {
        return Stream.concat(outcomes().stream().map(Outcome::faults), Stream.of(firstBurst))
                .reduce(Faults.NONE, Faults::plus);
    }

    List<Target> targets() {
        return List.of(
                Target.atLeast(
                        "copy_percent", "1 to 1: events/s, % of the C copy by lines", 100 * oneToOne.ratio(), 80),
                Target.under(
                        "cpu_us", "1 to 1: service CPU, us/event", oneToOne.service(Measurement::cpuMicrosPerEvent), 8),
                Target.atLeast(
                        "frames_per_second", "1 to 50: frames/s", oneToMany.service(Measurement::framesPerSecond), 1e6),
                Target.atLeast(
                        "evenness_percent",
                        "20 to 20: slowest session, % of the fastest",
                        100 * manyToMany.service(it -> it.received().evenness()),
                        50),
                Target.under("p50_ms", "200/s: emit to client p50, ms", millis(Received.Delay::p50), 0.3),
                Target.under("p99_ms", "200/s: emit to client p99, ms", millis(Received.Delay::p99), 2),
                Target.under("start_ms", "session's start: service CPU, ms", sessions.startMillis(), 5),
                Target.under("idle_kb", "idle session: heap, kB", sessions.heapKilobytes(), 300));
    }

    private double millis(ToLongFunction<Received.Delay> figure) {
        return paced.service(it -> figure.applyAsLong(it.received().delay())) / 1000;
    }
}
