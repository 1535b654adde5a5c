package dev.yardmaster.replica;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Reports whether the thread that sends the heartbeats works. Only a restart of the service repairs it. */
@Liveness
@Singleton
class HeartbeatLiveness implements AsyncHealthCheck {
    private final Heartbeat heartbeat;

    HeartbeatLiveness(Heartbeat heartbeat) {
        this.heartbeat = heartbeat;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.createFrom()
                .item(() -> heartbeat
                        .fault()
                        .map(fault -> HealthCheckResponse.named("heartbeat")
                                .down()
                                .withData("reason", fault)
                                .build())
                        .orElseGet(() -> HealthCheckResponse.up("heartbeat")));
    }
}
