package dev.yardmaster.database;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Reports whether the database answers. It does not ask the database itself, so it answers at once even if the database hangs. */
@Readiness
@Singleton
class DatabaseReadiness implements AsyncHealthCheck {
    private static final String NAME = "database";

    private final DatabaseWatch watch;

    DatabaseReadiness(DatabaseWatch watch) {
        this.watch = watch;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.createFrom()
                .item(() -> watch.problem()
                        .map(problem -> HealthCheckResponse.named(NAME)
                                .down()
                                .withData("reason", problem)
                                .build())
                        .orElseGet(() -> HealthCheckResponse.up(NAME)));
    }
}
