package dev.yardmaster.dispatch;

import dev.yardmaster.session.log.SessionEnd;
import java.util.Map;
import java.util.TreeMap;

/** What has happened in simulated fleets, so that a test can see that it tried what it is about. */
final class FleetCounts {
    final Map<String, Long> all = new TreeMap<>();

    void add(String what) {
        all.merge(what, 1L, Long::sum);
    }

    void ended(SessionEnd end) {
        add("sessions " + end.state().value());
    }

    void addAll(FleetCounts others) {
        others.all.forEach((what, count) -> all.merge(what, count, Long::sum));
    }
}
