package dev.yardmaster.bench;

import dev.yardmaster.bench.Scenario.Round;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What came of a scenario; figures are medians over its rounds. */
record Outcome(Scenario scenario, List<String> carriers, List<Measurement> unmeasured, List<Round> rounds) {
    double service(ToDoubleFunction<Measurement> figure) {
        return of(0, figure);
    }

    double of(int carrier, ToDoubleFunction<Measurement> figure) {
        return median(round -> figure.applyAsDouble(round.measurements().get(carrier)));
    }

    /** A figure of each round; how far they lie apart says how far to trust the median. */
    String rounds(int carrier, ToDoubleFunction<Measurement> figure) {
        return rounds.stream()
                .map(round -> String.format(
                        Locale.ROOT,
                        "%,.0f",
                        figure.applyAsDouble(round.measurements().get(carrier))))
                .collect(Collectors.joining(" "));
    }

    /** The median of the rounds' ratios, each of one moment, and not the ratio of two medians. */
    double ratio() {
        return median(Round::ratio);
    }

    /** Everything that went wrong, warm-ups included; in a bound too, since a bound that loses events is none. */
    Faults faults() {
        return Stream.concat(unmeasured.stream(), rounds.stream().flatMap(round -> round.measurements().stream()))
                .map(measurement -> measurement.received().faults())
                .reduce(Faults.NONE, Faults::plus);
    }

    private double median(ToDoubleFunction<Round> figure) {
        double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
