package dev.yardmaster.selection;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.provider.resolution.Preferences;
import dev.yardmaster.provider.resolution.Preferences.Choice;
import dev.yardmaster.provider.resolution.Preferences.Defaults;
import dev.yardmaster.provider.resolution.Preferences.Overrides;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The provider and the runtime that the service was started with. They override what agents and projects prefer. */
@Singleton
class ProviderOverrides {
    private final Overrides overrides;

    ProviderOverrides(
            @ConfigProperty(name = "yardmaster.agent-provider-override") Optional<String> provider,
            @ConfigProperty(name = "yardmaster.agent-runtime-override") Optional<String> runtime) {
        this.overrides = new Overrides(provider, runtime);
    }

    Overrides get() {
        return overrides;
    }

    /** Stops the start of the service if an override names an unknown provider. Throws {@code invalid_configuration}. */
    void validate(@Observes StartupEvent event, ResolverFactory resolvers) {
        var overridesOnly = new Preferences(Choice.NONE, overrides, Choice.NONE, Defaults.NONE, Defaults.NONE);
        resolvers.create().explain(overridesOnly).problem().ifPresent(problem -> {
            throw new YardmasterException(ErrorCode.INVALID_CONFIGURATION, problem);
        });
    }
}
