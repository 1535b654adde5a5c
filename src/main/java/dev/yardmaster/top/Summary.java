package dev.yardmaster.top;

import dev.yardmaster.terminal.PlainText;
import dev.yardmaster.top.Block.Line;
import dev.yardmaster.top.FleetView.Dispatcher;
import dev.yardmaster.top.FleetView.Limit;
import dev.yardmaster.top.FleetView.Pool;
import dev.yardmaster.top.FleetView.Queue;
import dev.yardmaster.top.FleetView.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The blocks above the table. Pure. */
record Summary(FleetView fleet, Moments moments, Palette palette, int columns) {
    private static final int BAR = 10;

    /** The blocks in the order of the screen. */
    List<Block> blocks() {
        if (!fleet.isRead()) {
            return List.of(service(fleet.service()));
        }
        return Stream.of(
                        Optional.of(service(fleet.service())),
                        Optional.of(new Block("Dispatcher", List.of(dispatcher(fleet.dispatcher())))),
                        Optional.of(queue(fleet.queue())),
                        pools(fleet.pools()),
                        limits())
                .flatMap(Optional::stream)
                .toList();
    }

    private Block service(Service service) {
        String name = service.address()
                + service.version().map(version -> " · version " + version).orElse("")
                + service.startedAt().map(at -> " · up " + moments.since(at)).orElse("");
        Line line = new Line(name, palette.strong());
        return new Block(
                "Yardmaster",
                switch (service.connection()) {
                    case Connection.Live() -> List.of(line);
                    case Connection.Connecting() -> List.of(new Line(name + " · connecting …", palette.strong()));
                    case Connection.Lost(String message, var retryAt) ->
                        List.of(
                                new Line("not connected, trying again in " + moments.until(retryAt), palette.bad()),
                                new Line(message, palette.bad()));
                });
    }

    private Line dispatcher(Dispatcher dispatcher) {
        String reason = dispatcher.reason().map(why -> " · " + why).orElse("");
        String until = dispatcher
                .until()
                .map(at -> moments.until(at) + ", until " + moments.time(at))
                .orElse("");
        return switch (dispatcher.state()) {
            case "running" -> new Line("running", palette.good());
            case "paused" ->
                new Line(
                        "paused " + (until.isEmpty() ? "until it is resumed" : "for " + until) + reason,
                        palette.warning());
            case "waiting" ->
                new Line("waiting" + (until.isEmpty() ? "" : " for " + until) + reason, palette.warning());
            default -> new Line(dispatcher.state(), palette.normal());
        };
    }

    private Block queue(Queue queue) {
        List<Line> lines = new ArrayList<>();
        lines.add(new Line(
                fleet.dispatcher().queued() + " ready · " + fleet.dispatcher().running() + " running"
                        + queue.oldest()
                                .map(at -> " · oldest open for " + moments.since(at))
                                .orElse(""),
                palette.normal()));
        String suffix = queue.complete() ? "" : " (of the oldest " + Kind.MOST_OPEN_TASKS + ")";
        queue.waits()
                .forEach(wait -> lines.add(new Line(wait.tasks() + " × " + wait.reason() + suffix, palette.faint())));
        return new Block("Queue", lines);
    }

    private Optional<Block> pools(List<Pool> pools) {
        List<String> lines = new ArrayList<>();
        for (Pool pool : pools) {
            String bar = bar(pool);
            String longer = lines.isEmpty() ? bar : lines.getLast() + "   " + bar;
            if (!lines.isEmpty() && PlainText.width(longer) <= columns - Block.LABEL - "(+10) ".length()) {
                lines.set(lines.size() - 1, longer);
            } else {
                lines.add(bar);
            }
        }
        return block(
                "Pools",
                lines.stream().map(line -> new Line(line, palette.normal())).toList());
    }

    private static String bar(Pool pool) {
        String counts = " " + pool.used() + "/" + pool.size() + (pool.enabled() ? "" : " (disabled)");
        int length = Math.min(BAR, Math.max(1, pool.size()));
        // A used slot is always visible, and a free one too.
        int full = pool.used() >= pool.size()
                ? length
                : Math.clamp(
                        Math.round((double) pool.used() * length / pool.size()), pool.used() > 0 ? 1 : 0, length - 1);
        return SafeText.cut(pool.name(), 20) + " " + "█".repeat(full) + "░".repeat(length - full) + counts;
    }

    private Optional<Block> limits() {
        List<Limit> inForce = fleet.limits().stream()
                .filter(limit -> limit.isInForce(moments.now()))
                .toList();
        List<Line> lines = new ArrayList<>(inForce.stream()
                .map(limit -> new Line(
                        limit.executable() + (limit.model().isEmpty() ? "" : " " + limit.model()) + ": "
                                + moments.until(limit.until()) + " left, until " + moments.time(limit.until()) + " ("
                                + limit.window() + ")",
                        palette.warning()))
                .toList());
        if (!lines.isEmpty()) {
            lines.add(new Line(goesOn(inForce), palette.faint()));
        }
        return block("Limits", lines);
    }

    /** What runs in spite of the limits. */
    private String goesOn(List<Limit> limits) {
        Set<String> limited = limits.stream()
                .filter(limit -> limit.model().isEmpty())
                .map(Limit::executable)
                .collect(Collectors.toSet());
        Map<String, Long> others = fleet.agents().stream()
                .filter(row -> row.run().isPresent() && !limited.contains(row.provider()))
                .map(AgentRow::provider)
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
        return others.isEmpty()
                ? "no session runs on anything else"
                : "work goes on with "
                        + others.entrySet().stream()
                                .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
                                .collect(Collectors.joining(", "));
    }

    private static Optional<Block> block(String label, List<Line> lines) {
        return lines.isEmpty() ? Optional.empty() : Optional.of(new Block(label, lines));
    }
}
