package dev.yardmaster.pool;

import dev.yardmaster.provider.Providers;
import dev.yardmaster.provider.resolution.ModelAliases;
import jakarta.inject.Singleton;
import java.util.function.BinaryOperator;

/**
 * Translates a model alias into the name that a provider's CLI expects. The first argument is the provider's id, the second the model or
 * its alias; a name that is not an alias is returned unchanged. Immutable.
 */
@Singleton
class ModelNameResolver implements BinaryOperator<String> {
    private final Providers providers;
    private final ModelAliases aliases;

    ModelNameResolver(Providers providers, ModelAliases aliases) {
        this.providers = providers;
        this.aliases = aliases;
    }

    @Override
    public String apply(String provider, String model) {
        return providers
                .names()
                .find(provider)
                .map(found -> aliases.of(found).getOrDefault(model, model))
                .orElse(model);
    }
}
