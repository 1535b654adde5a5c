package dev.yardmaster.dispatch;

import dev.yardmaster.session.end.SessionEnd;
import java.util.Map;
import java.util.TreeMap;

/** Counts the kinds of events in simulated fleets, so that a test can assert that each kind has occurred. */
final class FleetCounts {
    final Map<String, Long> byKind = new TreeMap<>();

    void add(String kind) {
        byKind.merge(kind, 1L, Long::sum);
    }

    void addEnd(SessionEnd end) {
        add("sessions " + end.state().value());
    }

    void addAll(FleetCounts others) {
        others.byKind.forEach((kind, count) -> byKind.merge(kind, count, Long::sum));
    }
}
