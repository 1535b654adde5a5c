package dev.yardmaster.provider;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds a provider by a name that users may use: its id, one of its aliases, or its runtime. If several providers share a name, an id takes
 * precedence over an alias, an alias over a runtime, and an earlier provider over a later one. Immutable.
 */
public final class ProviderNames {
    private final List<AgentProvider> providers;
    private final Map<String, AgentProvider> byName = new HashMap<>();

    public ProviderNames(Collection<? extends AgentProvider> providers) {
        this.providers = List.copyOf(providers);
        add(provider -> List.of(provider.id().value()));
        add(AgentProvider::aliases);
        add(provider -> List.of(provider.runtime()));
    }

    /** Returns the provider with a name. */
    public Optional<AgentProvider> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Returns all providers. */
    public List<AgentProvider> providers() {
        return providers;
    }

    /** Returns the ids of all providers, sorted and separated by commas. */
    public String ids() {
        return String.join(
                ", ",
                providers.stream()
                        .map(provider -> provider.id().value())
                        .sorted()
                        .toList());
    }

    private void add(Function<AgentProvider, List<String>> names) {
        providers.forEach(provider -> names.apply(provider).forEach(name -> byName.putIfAbsent(name, provider)));
    }
}
