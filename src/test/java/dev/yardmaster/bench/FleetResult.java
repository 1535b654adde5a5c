package dev.yardmaster.bench;

import java.nio.file.Path;
import java.util.Locale;

/**
 * The result of the fleet benchmark.
 *
 * @param doneOnce the number of tasks that are done, with one run of a child and one session
 * @param seconds from the start of the first session to the end of the last session
 * @param mostAtOnce the largest number of sessions that ran at the same time
 * @param peakMebibytes the peak memory of the service, without its children
 * @param serviceMillis the CPU time of the service per session, without its children
 * @param databaseMillis the CPU time of the database per session
 */
record FleetResult(
        int agents,
        int tasks,
        long doneOnce,
        double seconds,
        long mostAtOnce,
        double peakMebibytes,
        double serviceMillis,
        double databaseMillis) {
    String table(Path executable) {
        return "%nFleet benchmark: %s%n".formatted(executable)
                + StreamReport.machine()
                + "%,d agents, %,d tasks, each a second of work%n%n".formatted(agents, tasks)
                + line("time, s", seconds)
                + line("dispatch rate, sessions/s", rate())
                + line("most sessions at once", mostAtOnce)
                + line("service peak memory, MiB", peakMebibytes)
                + line("service CPU, ms/session", serviceMillis)
                + line("database CPU, ms/session", databaseMillis)
                + target().line();
    }

    String json() {
        return String.format(
                Locale.ROOT,
                "{\"agents\":%d,\"tasks\":%d,\"done_once\":%d,\"seconds\":%.1f,\"sessions_per_second\":%.1f,\"at_once\":%d,"
                        + "\"peak_mib\":%.0f,\"cpu_ms\":%.2f,\"database_ms\":%.2f}",
                agents,
                tasks,
                doneOnce,
                seconds,
                rate(),
                mostAtOnce,
                peakMebibytes,
                serviceMillis,
                databaseMillis);
    }

    Target target() {
        return Target.atLeast("done_once", "tasks done, each once", doneOnce, tasks);
    }

    private double rate() {
        return tasks / seconds;
    }

    private static String line(String text, double value) {
        return String.format(Locale.ROOT, "%-50s %,12.2f%n", text, value);
    }
}
