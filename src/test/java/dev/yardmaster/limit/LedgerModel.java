package dev.yardmaster.limit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** A model of the ledger in memory, with the results of the repository's queries. It has only current rows, no history. */
public final class LedgerModel {
    private final List<Limit> rows = new ArrayList<>();

    /** The properties of a session that the ledger uses. */
    public record Run(
            String executable,
            Optional<String> model,
            Instant startedAt,
            Optional<Instant> answeredAt,
            boolean ended) {}

    /** As {@link LimitLedger#record}. */
    public void record(LimitReport report, UUID id, Collection<Run> runs) {
        Optional<Limit> last = rows.stream()
                .filter(row -> row.executable().equals(report.executable())
                        && row.model().equals(report.limit().modelScope())
                        && row.window().equals(report.limit().window()))
                .findFirst();
        if (last.isEmpty() || report.replaces(last.get())) {
            last.ifPresent(rows::remove);
            rows.add(row(
                    report, id, last.map(known -> repeats(known, report, runs)).orElse(0)));
        }
    }

    private static int repeats(Limit known, LimitReport report, Collection<Run> runs) {
        boolean answered = runs.stream()
                .filter(run -> run.executable().equals(known.executable()) && isFor(known, run.model()))
                .filter(run -> !run.startedAt().isBefore(known.blockedUntil()))
                .anyMatch(run -> run.answeredAt().isPresent());
        return report.repeats(known, answered);
    }

    public void clear(UUID id) {
        rows.removeIf(row -> row.id().equals(id));
    }

    public List<Limit> rows() {
        return List.copyOf(rows);
    }

    public Limits current(Instant now) {
        return new Limits(
                rows.stream().filter(row -> row.blockedUntil().isAfter(now)).toList());
    }

    public Optional<Instant> nextReset(Instant now) {
        return rows.stream().map(Limit::blockedUntil).filter(now::isBefore).min(Instant::compareTo);
    }

    public SlowStarts slowStarts(Collection<Run> runs, Instant now) {
        return new SlowStarts(rows.stream()
                .filter(row ->
                        !row.blockedUntil().isAfter(now) && row.blockedUntil().isAfter(now.minus(SlowStarts.MEMORY)))
                .map(row -> slowStart(row, runs))
                .toList());
    }

    /** Until when any row blocks a model on an executable; checks each row. */
    public Optional<Instant> blockedUntil(String executable, Optional<String> model, Instant now) {
        return rows.stream()
                .filter(row -> row.executable().equals(executable) && now.isBefore(row.blockedUntil()))
                .filter(row -> row.model().equals("*")
                        || model.isEmpty()
                        || model.get().toLowerCase(Locale.ROOT).contains(row.model()))
                .map(Limit::blockedUntil)
                .max(Instant::compareTo);
    }

    /** All times at which the passing of time alone can let a session start. */
    public Stream<Instant> turningPoints(Collection<Run> runs, Instant now) {
        return Stream.of(
                        rows.stream().map(Limit::blockedUntil),
                        rows.stream().map(row -> row.blockedUntil().plus(SlowStarts.MEMORY)),
                        runs.stream()
                                .filter(run -> !run.ended() && run.answeredAt().isEmpty())
                                .map(run -> run.startedAt().plus(SlowStarts.PROBE_TIMEOUT)),
                        slowStarts(runs, now).all().stream().map(it -> it.opensFor(0, now)))
                .flatMap(times -> times);
    }

    private static SlowStart slowStart(Limit row, Collection<Run> runs) {
        List<Run> since = runs.stream()
                .filter(run -> run.executable().equals(row.executable())
                        && !run.startedAt().isBefore(row.blockedUntil())
                        && isFor(row, run.model()))
                .toList();
        return new SlowStart(
                row.executable(),
                row.model(),
                row.blockedUntil(),
                since.size(),
                since.stream().flatMap(run -> run.answeredAt().stream()).min(Instant::compareTo),
                since.stream()
                        .filter(run -> !run.ended() && run.answeredAt().isEmpty())
                        .map(run -> run.startedAt().plus(SlowStarts.PROBE_TIMEOUT))
                        .max(Instant::compareTo));
    }

    private static boolean isFor(Limit row, Optional<String> model) {
        return row.model().equals(Limits.ANY_MODEL)
                || model.orElse(row.model()).toLowerCase(Locale.ROOT).contains(row.model());
    }

    private static Limit row(LimitReport report, UUID id, int repeats) {
        return new Limit(
                id,
                report.executable(),
                report.provider(),
                report.limit().modelScope(),
                report.limit().window(),
                report.blockedUntil(repeats),
                report.limit().source(),
                report.limit().confidence(),
                report.reportedAt(),
                repeats,
                report.session(),
                report.text(),
                Optional.empty());
    }
}
