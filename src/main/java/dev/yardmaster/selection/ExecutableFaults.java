package dev.yardmaster.selection;

import dev.yardmaster.executable.Executables;
import dev.yardmaster.executable.HealthChecks;
import dev.yardmaster.provider.Executable;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Reports which executables cannot be used, and why. For any thread. */
@Singleton
class ExecutableFaults {
    private final Executables executables;
    private final HealthChecks health;

    ExecutableFaults(Executables executables, HealthChecks health) {
        this.executables = executables;
        this.health = health;
    }

    /** Why the executable with a name cannot be used, as sentences; empty if it can. */
    Optional<String> of(String name) {
        return executables.fault(name).or(() -> unhealthy(executables.executable(name)));
    }

    private Optional<String> unhealthy(Executable executable) {
        return health.usable(executable)
                ? Optional.empty()
                : Optional.of(health.latest(executable)
                        .map(result -> result.health().message())
                        .orElse("Its first health check is still running."));
    }
}
