package dev.yardmaster.bench;

import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** All results of the stream benchmark, and its targets. A target is a ratio, or has a wide margin over the variation between machines. */
record StreamResults(
        ScenarioResult oneToOne,
        ScenarioResult oneToMany,
        ScenarioResult manyToMany,
        ScenarioResult paced,
        SessionCost sessions,
        Faults firstBurst) {
    List<ScenarioResult> outcomes() {
        return List.of(oneToOne, oneToMany, manyToMany, paced);
    }

    Faults faults() {
        return Stream.concat(outcomes().stream().map(ScenarioResult::faults), Stream.of(firstBurst))
                .reduce(Faults.NONE, Faults::plus);
    }

    List<Target> targets() {
        return List.of(
                Target.atLeast(
                        "copy_percent", "1 to 1: events/s, % of the C copy by lines", 100 * oneToOne.ratioTo(1), 80),
                Target.under(
                        "cpu_us", "1 to 1: service CPU, us/event", oneToOne.service(Measurement::cpuMicrosPerEvent), 8),
                Target.atLeast(
                        "frames_per_second", "1 to 50: frames/s", oneToMany.service(Measurement::framesPerSecond), 1e6),
                Target.atLeast(
                        "evenness_percent",
                        "20 to 20: slowest session, % of the fastest",
                        100 * manyToMany.service(it -> it.clients().evenness()),
                        50),
                Target.under("p50_ms", "200/s: emit to client p50, ms", millis(ClientResults.Delay::p50), 0.3),
                Target.under("p99_ms", "200/s: emit to client p99, ms", millis(ClientResults.Delay::p99), 2),
                Target.under("start_ms", "session's start: service CPU, ms", sessions.startMillis(), 5),
                Target.under("idle_kb", "idle session: heap, kB", sessions.heapKilobytes(), 300));
    }

    private double millis(ToLongFunction<ClientResults.Delay> figure) {
        return paced.service(it -> figure.applyAsLong(it.clients().delay())) / 1000;
    }
}
