package dev.yardmaster.provider;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The words by which users may name a provider: its id, one of its aliases, or its runtime. Where providers share a word, an id counts
 * more than an alias and an alias more than a runtime; then the provider given first has it. Immutable.
 */
public final class ProviderNames {
    private final List<AgentProvider> providers;
    private final Map<String, AgentProvider> byWord = new HashMap<>();

    public ProviderNames(Collection<? extends AgentProvider> providers) {
        this.providers = List.copyOf(providers);
        add(provider -> List.of(provider.id().value()));
        add(AgentProvider::aliases);
        add(provider -> List.of(provider.runtime()));
    }

    /** The provider that a word names. */
    public Optional<AgentProvider> find(String word) {
        return Optional.ofNullable(byWord.get(word));
    }

    /** All providers. */
    public List<AgentProvider> providers() {
        return providers;
    }

    /** The ids of all providers as an enumeration for people. */
    public String ids() {
        return String.join(
                ", ",
                providers.stream()
                        .map(provider -> provider.id().value())
                        .sorted()
                        .toList());
    }

    private void add(Function<AgentProvider, List<String>> words) {
        providers.forEach(provider -> words.apply(provider).forEach(word -> byWord.putIfAbsent(word, provider)));
    }
}
