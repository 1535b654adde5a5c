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

/** All providers that there are: those with a package of their own and those declared by configuration. Immutable. */
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
     * @param all where two share a runtime, the first has it
     * @param preset the id of the provider that agents run on when nobody says otherwise
     */
    public Providers(Collection<? extends AgentProvider> all, String preset) {
        this.names = new ProviderNames(all);
        this.preset = byId(preset)
                .orElseThrow(() -> new YardmasterException(
                        ErrorCode.INVALID_CONFIGURATION,
                        "yardmaster.default-provider is '" + preset + "'. " + unknown(preset)));
    }

    /** All providers. */
    public List<AgentProvider> all() {
        return names.providers();
    }

    /** The words that name them. */
    public ProviderNames names() {
        return names;
    }

    /** What agents run on when nobody says otherwise. */
    public AgentProvider preset() {
        return preset;
    }

    /** The provider with an id. Throws {@code unknown_provider}, naming the known ones. */
    public AgentProvider provider(String id) {
        return byId(id).orElseThrow(() -> new YardmasterException(ErrorCode.UNKNOWN_PROVIDER, unknown(id)));
    }

    /** A provider of a runtime. Throws {@code unknown_runtime}, naming the known ones. */
    public AgentProvider ofRuntime(String runtime) {
        return names.find(runtime)
                .filter(provider ->
                        provider.runtime().equals(runtime) || provider.aliases().contains(runtime))
                .orElseThrow(() -> new YardmasterException(
                        ErrorCode.UNKNOWN_RUNTIME,
                        "There is no runtime '" + runtime + "'. Known runtimes: " + runtimes() + "."));
    }

    /** Whether a name is that of the default executable of a provider, and not of the one with this id. */
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
