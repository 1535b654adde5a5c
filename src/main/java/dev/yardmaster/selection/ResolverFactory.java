package dev.yardmaster.selection;

import dev.yardmaster.executable.Executables;
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

    ResolverFactory(Providers providers, Executables executables, ModelAliases aliases) {
        this.providers = providers;
        this.executables = executables;
        this.aliases = aliases;
    }

    Resolver create() {
        return new Resolver(
                providers.all(),
                executables.all(),
                aliases.byProvider(),
                providers.preset().id());
    }
}
