package dev.yardmaster.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.function.ToDoubleFunction;

/**
 * The report of the dispatch benchmark.
 *
 * @param costs in the order of the backlogs, and for each backlog in the order of its sizes
 */
record DispatchReport(List<DispatchCost> costs, Path executable) {
    /** The largest number of waiting tasks for which the latency targets hold. */
    private static final int LATENCY_TARGET_SIZE = 10_000;

    String table() {
        var text = new StringBuilder("%nDispatch benchmark: %s%n".formatted(executable));
        text.append(StreamReport.machine());
        text.append("Time until the child's first instruction in ms; CPU from the task's creation to its end in ms.%n%n"
                .formatted());
        row(text, "waiting", "tasks", "p50", "p99", "max", "row p50", "row p99", "row max", "CPU", "database");
        costs.forEach(cost -> row(text, cost));
        text.append('\n');
        targets().forEach(target -> text.append(target.line()));
        return text.toString();
    }

    /** One JSON object with the figures of each cost and each target. */
    String json() {
        var json = new StringJoiner(",", "{", "}");
        for (DispatchCost cost : costs) {
            String name = cost.backlog().text() + " " + cost.waiting();
            json.add(figure(name + " p50_ms", cost.sinceRequest().p50()));
            json.add(figure(name + " p99_ms", cost.sinceRequest().p99()));
            json.add(figure(name + " cpu_ms", cost.serviceMillis()));
            json.add(figure(name + " database_ms", cost.databaseMillis()));
        }
        targets().forEach(target -> json.add(figure(target.key(), target.value())));
        return json.toString();
    }

    List<Target> targets() {
        List<Target> targets = new ArrayList<>();
        int size = costs.stream()
                .mapToInt(DispatchCost::waiting)
                .filter(it -> it <= LATENCY_TARGET_SIZE)
                .max()
                .orElse(LATENCY_TARGET_SIZE);
        targets.add(Target.under(
                "p50_ms",
                "start at %,d waiting: p50, ms".formatted(size),
                worst(size, it -> it.sinceRequest().p50()),
                50));
        targets.add(Target.under(
                "p99_ms",
                "start at %,d waiting: p99, ms".formatted(size),
                worst(size, it -> it.sinceRequest().p99()),
                250));
        for (Backlog backlog : Backlog.values()) {
            String growth = "growth of %s, " + backlog.text() + ": times";
            String key = backlog.name().toLowerCase(Locale.ROOT);
            targets.add(Target.under(
                    key + "_cpu_growth", growth.formatted("CPU"), growth(backlog, DispatchCost::serviceMillis), 1.5));
            targets.add(Target.under(
                    key + "_database_growth",
                    growth.formatted("database CPU"),
                    growth(backlog, DispatchCost::databaseMillis),
                    1.5));
        }
        return targets;
    }

    private double worst(int size, ToDoubleFunction<DispatchCost> figure) {
        return costs.stream()
                .filter(cost -> cost.waiting() == size)
                .mapToDouble(figure)
                .max()
                .orElse(Double.NaN);
    }

    /** The figure with the most waiting tasks, divided by the figure with the fewest. */
    private double growth(Backlog backlog, ToDoubleFunction<DispatchCost> figure) {
        List<DispatchCost> sorted = costs.stream()
                .filter(cost -> cost.backlog() == backlog)
                .sorted(Comparator.comparingInt(DispatchCost::waiting))
                .toList();
        return figure.applyAsDouble(sorted.getLast()) / figure.applyAsDouble(sorted.getFirst());
    }

    private static void row(StringBuilder text, DispatchCost cost) {
        row(
                text,
                cost.backlog().text(),
                "%,d".formatted(cost.waiting()),
                millis(cost.sinceRequest().p50()),
                millis(cost.sinceRequest().p99()),
                millis(cost.sinceRequest().max()),
                millis(cost.sinceRow().p50()),
                millis(cost.sinceRow().p99()),
                millis(cost.sinceRow().max()),
                millis(cost.serviceMillis()),
                millis(cost.databaseMillis()));
    }

    private static void row(StringBuilder text, Object... cells) {
        text.append("%-12s %8s %8s %8s %8s %8s %8s %8s %8s %9s%n".formatted(cells));
    }

    private static String figure(String key, double value) {
        return String.format(Locale.ROOT, "\"%s\":%.3f", key, value);
    }

    private static String millis(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
