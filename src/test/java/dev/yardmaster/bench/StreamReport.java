package dev.yardmaster.bench;

import java.nio.file.Path;
import java.util.Locale;
import java.util.StringJoiner;

/** The report of the stream benchmark: a table for people and a line of JSON for programs. */
record StreamReport(StreamResults results, Path executable) {
    String table() {
        var text = new StringBuilder("%nStream benchmark, durable log on: %s%n".formatted(executable));
        text.append(machine());
        text.append(
                "Pieces of 160 bytes. Children at full speed write 64 KiB at a time, others one line. Medians; CPU in us/event.%n%n"
                        .formatted());
        row(text, "", "", "events/s", "frames/s", "CPU", "database", "p50 ms", "p99 ms", "max ms", "even %");
        results.outcomes().forEach(outcome -> rows(text, outcome));
        rounds(text, results.oneToOne());
        results.targets().forEach(target -> text.append(target.line()));
        results.outcomes().forEach(outcome -> before(text, outcome));
        line(text, "lost / doubled / misnumbered, all runs", results.faults());
        line(text, "of these in %d bursts of first lines".formatted(FirstBurst.SESSIONS), results.firstBurst());
        return text.toString();
    }

    /** One JSON object with the machine, the figure of each target, and the faults. */
    String json() {
        var json = new StringJoiner(",", "{", "}");
        json.add("\"cores\":" + cores()).add("\"jdk\":\"" + Runtime.version() + "\"");
        results.outcomes().forEach(outcome -> {
            for (int i = 0; i < outcome.relays().size(); i++) {
                json.add("\"%s %s events/s\":%.0f"
                        .formatted(
                                outcome.scenario().name(),
                                outcome.relays().get(i),
                                outcome.of(i, Measurement::eventsPerSecond)));
            }
        });
        results.targets().forEach(it -> json.add(String.format(Locale.ROOT, "\"%s\":%.3f", it.key(), it.value())));
        Faults faults = results.faults();
        return json.add("\"lost\":" + faults.lost())
                .add("\"doubled\":" + faults.doubled())
                .add("\"misnumbered\":" + faults.misnumbered())
                .toString();
    }

    /** The machine and JDK in one line. */
    static String machine() {
        return "%d cores, %s %s, JDK %s%n"
                .formatted(cores(), property("os.name"), property("os.arch"), Runtime.version());
    }

    private static void rows(StringBuilder text, ScenarioResult outcome) {
        boolean paced = outcome.scenario().load().rate() > 0;
        for (int i = 0; i < outcome.relays().size(); i++) {
            row(
                    text,
                    i == 0 ? outcome.scenario().name() : "",
                    outcome.relays().get(i),
                    number("%,.0f", outcome.of(i, Measurement::eventsPerSecond)),
                    number("%,.0f", outcome.of(i, Measurement::framesPerSecond)),
                    number("%.2f", outcome.of(i, Measurement::cpuMicrosPerEvent)),
                    i == 0 ? number("%.2f", outcome.of(i, Measurement::databaseMicrosPerEvent)) : "",
                    paced
                            ? number(
                                    "%.3f",
                                    outcome.of(i, it -> it.clients().delay().p50() / 1e3))
                            : "",
                    paced
                            ? number(
                                    "%.3f",
                                    outcome.of(i, it -> it.clients().delay().p99() / 1e3))
                            : "",
                    paced
                            ? number(
                                    "%.3f",
                                    outcome.of(i, it -> it.clients().delay().max() / 1e3))
                            : "",
                    number("%.0f", 100 * outcome.of(i, it -> it.clients().evenness())));
        }
    }

    private static void row(StringBuilder text, Object... cells) {
        text.append("%-22s %-8s %11s %11s %7s %9s %8s %8s %8s %7s%n".formatted(cells));
    }

    private static void line(StringBuilder text, String what, Faults faults) {
        String counts = faults.lost() + " / " + faults.doubled() + " / " + faults.misnumbered();
        text.append("%-50s %12s %s%n".formatted(what, counts, verdict(faults.equals(Faults.NONE))));
    }

    /** The baseline by lines has two speeds, depending on whether the kernel wakes the client on another core. So all rounds are shown. */
    private static void rounds(StringBuilder text, ScenarioResult outcome) {
        text.append("%n%s, events/s by rounds%n".formatted(outcome.scenario().name()));
        for (int i = 0; i < outcome.relays().size(); i++) {
            String figures = outcome.rounds(i, Measurement::eventsPerSecond);
            text.append("  %-8s %s%n".formatted(outcome.relays().get(i), figures));
        }
        text.append('\n');
    }

    private static void before(StringBuilder text, ScenarioResult outcome) {
        int before = outcome.relays().indexOf(StreamBench.BEFORE);
        if (before >= 0) {
            String figure = outcome.scenario().name() + ": events/s, % of the build before";
            text.append("%-50s %12s%n".formatted(figure, number("%.1f", 100 * outcome.ratioTo(before))));
        }
    }

    private static String verdict(boolean met) {
        return met ? "met" : "MISSED";
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    private static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    private static String property(String name) {
        return System.getProperty(name);
    }
}
