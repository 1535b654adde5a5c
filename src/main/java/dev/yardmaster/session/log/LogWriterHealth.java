package dev.yardmaster.session.log;

import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Reports whether the log writer runs and stores events. */
@Readiness
@Singleton
class LogWriterHealth implements HealthCheck {
    private static final Duration MAX_DELAY = Duration.ofSeconds(30);

    private final LogWriter writer;

    LogWriterHealth(LogWriter writer) {
        this.writer = writer;
    }

    @Override
    public HealthCheckResponse call() {
        Duration delay = writer.delay();
        return HealthCheckResponse.named("Event log")
                .status(writer.isAlive() && delay.compareTo(MAX_DELAY) < 0)
                .withData("running", writer.isAlive())
                .withData("delaySeconds", delay.toSeconds())
                .build();
    }
}
