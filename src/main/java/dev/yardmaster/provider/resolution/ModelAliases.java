package dev.yardmaster.provider.resolution;

import dev.yardmaster.provider.AgentProvider;
import dev.yardmaster.provider.ProviderId;
import dev.yardmaster.provider.Providers;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;

/** The users' own short names of models, which count more than those that a provider brings. Immutable. */
@Singleton
public class ModelAliases {
    private final Map<ProviderId, Map<String, String>> byProvider = new HashMap<>();

    /** Throws {@code unknown_provider} for a provider that there is not. */
    ModelAliases(Config config, Providers providers) {
        config.byProvider()
                .forEach((id, aliases) -> byProvider.put(providers.provider(id).id(), aliases));
    }

    /** What a provider is told for a short name. */
    public Map<ProviderId, Map<String, String>> byProvider() {
        return Map.copyOf(byProvider);
    }

    /** All short names that a provider's users may use: the provider's own with theirs over them. */
    public Map<String, String> of(AgentProvider provider) {
        Map<String, String> all = new HashMap<>(provider.modelAliases());
        all.putAll(byProvider.getOrDefault(provider.id(), Map.of()));
        return all;
    }

    /** {@code yardmaster.model-aliases.<provider>.<alias>}. */
    @ConfigMapping(prefix = "yardmaster.model-aliases")
    interface Config {
        /** What a provider is told for a short name, by the provider's id. */
        @WithParentName
        Map<String, Map<String, String>> byProvider();
    }
}
