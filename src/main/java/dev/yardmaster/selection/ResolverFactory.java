package dev.yardmaster.selection;

import dev.yardmaster.executable.Executables;
import dev.yardmaster.executable.ModelCache;
import dev.yardmaster.provider.Providers;
import dev.yardmaster.provider.resolution.ModelAliases;
import dev.yardmaster.provider.resolution.Resolver;
import jakarta.inject.Singleton;

/** Creates resolvers for the providers and executables that exist now. For any thread. */
@Singleton
class ResolverFactory {
    private final Providers providers;
    private final Executables executables;
    private final ModelAliases aliases;
    private final ModelCache models;

    ResolverFactory(Providers providers, Executables executables, ModelAliases aliases, ModelCache models) {
        this.providers = providers;
        this.executables = executables;
        this.aliases = aliases;
        this.models = models;
    }

    Resolver create() {
        return new Resolver(
                providers.all(),
                executables.all(),
                aliases.byProvider(),
                providers.preset().id(),
                this::lack);
    }

    private boolean lack(String executable, String model) {
        return executables.find(executable).filter(it -> models.lack(it, model)).isPresent();
    }
}
