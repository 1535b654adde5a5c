package dev.yardmaster.bench;

import dev.yardmaster.bench.Scenario.Round;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The result of a scenario. Figures are medians over its rounds; the first relay is the service. */
record ScenarioResult(Scenario scenario, List<String> relays, List<Measurement> warmUps, List<Round> rounds) {
    double service(ToDoubleFunction<Measurement> figure) {
        return of(0, figure);
    }

    double of(int relay, ToDoubleFunction<Measurement> figure) {
        return median(round -> figure.applyAsDouble(round.measurements().get(relay)));
    }

    /** The figure of each round. Their spread shows how reliable the median is. */
    String rounds(int relay, ToDoubleFunction<Measurement> figure) {
        return rounds.stream()
                .map(round -> String.format(
                        Locale.ROOT,
                        "%,.0f",
                        figure.applyAsDouble(round.measurements().get(relay))))
                .collect(Collectors.joining(" "));
    }

    /**
     * The service's events per second as a share of those of another relay: the median of the ratios per round. It is not the ratio of two
     * medians, because both sides of a ratio should be of the same time.
     */
    double ratioTo(int relay) {
        return median(round -> round.ratioTo(relay));
    }

    /** The faults of all runs, including warm-ups and baselines: a baseline that loses events is no valid baseline. */
    Faults faults() {
        return Stream.concat(warmUps.stream(), rounds.stream().flatMap(round -> round.measurements().stream()))
                .map(measurement -> measurement.clients().faults())
                .reduce(Faults.NONE, Faults::plus);
    }

    private double median(ToDoubleFunction<Round> figure) {
        double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
