package dev.yardmaster.provider;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import io.quarkus.arc.All;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** All providers: those with a package of their own, and those of each {@link ProviderSource}. Immutable. */
@Singleton
public class Providers {
    private final ProviderNames names;
    private final AgentProvider preset;

    @Inject
    Providers(
            @All List<AgentProvider> packaged,
            @All List<ProviderSource> sources,
            @ConfigProperty(name = "yardmaster.default-provider") String preset) {
        this(withSources(packaged, sources), preset);
    }

    /**
     * @param all the providers; if several have the same runtime, the first one answers to it
     * @param preset the id of the provider that is used if no preference names one
     */
    public Providers(Collection<? extends AgentProvider> all, String preset) {
        this.names = new ProviderNames(all);
        this.preset = byId(preset)
                .orElseThrow(() -> new YardmasterException(
                        ErrorCode.INVALID_CONFIGURATION,
                        "yardmaster.default-provider is '" + preset + "'. " + unknown(preset)));
    }

    /** Returns all providers: first those with a package, then those of the sources, each sorted by id. */
    public List<AgentProvider> all() {
        return names.providers();
    }

    /** Returns the names of the providers. */
    public ProviderNames names() {
        return names;
    }

    /** Returns the provider that is used if no preference names one ({@code yardmaster.default-provider}). */
    public AgentProvider preset() {
        return preset;
    }

    /** Returns the provider with an id. Throws {@code unknown_provider} with a list of the known ids. */
    public AgentProvider provider(String id) {
        return byId(id).orElseThrow(() -> new YardmasterException(ErrorCode.UNKNOWN_PROVIDER, unknown(id)));
    }

    /** Returns the provider with a runtime or alias. Throws {@code unknown_runtime} with a list of the known runtimes. */
    public AgentProvider ofRuntime(String runtime) {
        return names.find(runtime)
                .filter(provider ->
                        provider.runtime().equals(runtime) || provider.aliases().contains(runtime))
                .orElseThrow(() -> new YardmasterException(
                        ErrorCode.UNKNOWN_RUNTIME,
                        "There is no runtime '" + runtime + "'. Known runtimes: " + runtimes() + "."));
    }

    /** Whether a name is reserved for the default executable of another provider than the one with this id. */
    public boolean isDefaultOfAnother(String name, String id) {
        return !name.equals(id) && byId(name).isPresent();
    }

    private Optional<AgentProvider> byId(String id) {
        return names.find(id).filter(provider -> provider.id().value().equals(id));
    }

    private String unknown(String id) {
        return "There is no provider '" + id + "'. Known providers: " + names.ids() + ".";
    }

    private String runtimes() {
        return String.join(
                ", ",
                all().stream().map(AgentProvider::runtime).distinct().sorted().toList());
    }

    private static List<AgentProvider> withSources(List<AgentProvider> packaged, List<ProviderSource> sources) {
        List<AgentProvider> all = new ArrayList<>(packaged);
        all.sort(Comparator.comparing(provider -> provider.id().value()));
        sources.forEach(source -> all.addAll(source.providers(packaged)));
        return all;
    }
}
