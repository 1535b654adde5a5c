package dev.yardmaster.provider.declared;

import dev.yardmaster.provider.AgentProvider;
import dev.yardmaster.provider.ProviderSource;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/** Contributes the providers that are declared by configuration. */
@Singleton
class DeclaredProviders implements ProviderSource {
    private final ProviderConfig config;

    DeclaredProviders(ProviderConfig config) {
        this.config = config;
    }

    @Override
    public List<AgentProvider> providers(List<AgentProvider> packaged) {
        return config.byId().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .<AgentProvider>map(entry -> DeclaredProvider.of(entry.getKey(), entry.getValue(), packaged))
                .toList();
    }
}
