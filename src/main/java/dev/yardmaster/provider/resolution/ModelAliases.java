package dev.yardmaster.provider.resolution;

import dev.yardmaster.provider.AgentProvider;
import dev.yardmaster.provider.ProviderId;
import dev.yardmaster.provider.Providers;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;

/** The model aliases of the configuration; they take precedence over those of the providers. Immutable. */
@Singleton
public class ModelAliases {
    private final Map<ProviderId, Map<String, String>> byProvider = new HashMap<>();

    /** Throws {@code unknown_provider} if the configuration names an unknown provider. */
    ModelAliases(Config config, Providers providers) {
        config.byProvider()
                .forEach((id, aliases) -> byProvider.put(providers.provider(id).id(), aliases));
    }

    /** Returns the configured aliases of each provider, with the model that each alias stands for. */
    public Map<ProviderId, Map<String, String>> byProvider() {
        return Map.copyOf(byProvider);
    }

    /** Returns all aliases of a provider: its own, and the configured ones, which take precedence. */
    public Map<String, String> of(AgentProvider provider) {
        Map<String, String> all = new HashMap<>(provider.modelAliases());
        all.putAll(byProvider.getOrDefault(provider.id(), Map.of()));
        return all;
    }

    /** The settings {@code yardmaster.model-aliases.<provider>.<alias>}. */
    @ConfigMapping(prefix = "yardmaster.model-aliases")
    interface Config {
        /** By provider id: the model that each alias stands for. */
        @WithParentName
        Map<String, Map<String, String>> byProvider();
    }
}
