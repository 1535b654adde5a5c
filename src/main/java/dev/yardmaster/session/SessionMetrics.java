package dev.yardmaster.session;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.List;

/** Publishes how many sessions this service runs, and how many bytes their logs hold in memory. */
@Singleton
@Startup
class SessionMetrics {
    SessionMetrics(SessionRegistry sessions, MeterRegistry metrics) {
        metrics.gauge("yardmaster.sessions.running", List.of(), sessions, SessionRegistry::size);
        metrics.gauge("yardmaster.log.memory", List.of(), sessions, SessionMetrics::logBytes);
    }

    private static double logBytes(SessionRegistry sessions) {
        return sessions.all().stream()
                .mapToLong(session -> session.log().footprint())
                .sum();
    }
}
