package dev.yardmaster.dispatch;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Reports whether the dispatcher's thread works. Only a restart of the service repairs it. */
@Liveness
@Singleton
class DispatcherLiveness implements AsyncHealthCheck {
    private static final String NAME = "dispatcher";

    private final Dispatcher dispatcher;

    DispatcherLiveness(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.createFrom()
                .item(() -> dispatcher
                        .fault()
                        .map(fault -> HealthCheckResponse.named(NAME)
                                .down()
                                .withData("reason", fault)
                                .build())
                        .orElseGet(() -> HealthCheckResponse.up(NAME)));
    }
}
