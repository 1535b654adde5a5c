package dev.yardmaster.replica;

import dev.yardmaster.session.SessionFence;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Reports whether this service may run sessions. */
@Readiness
@Singleton
class FenceReadiness implements AsyncHealthCheck {
    private static final String NAME = "sessions";

    private final SessionFence fence;

    FenceReadiness(SessionFence fence) {
        this.fence = fence;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.createFrom()
                .item(() -> fence.allowsSessions()
                        ? HealthCheckResponse.up(NAME)
                        : HealthCheckResponse.named(NAME)
                                .down()
                                .withData(
                                        "reason",
                                        "The heartbeat could not be renewed for too long, so this service runs no sessions."
                                                + " Check the database.")
                                .build());
    }
}
