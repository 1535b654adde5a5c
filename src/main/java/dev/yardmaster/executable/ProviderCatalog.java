package dev.yardmaster.executable;

import dev.yardmaster.problem.NotFound;
import dev.yardmaster.provider.AgentProvider;
import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.Providers;
import dev.yardmaster.provider.resolution.ModelAliases;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Looks up the present providers and executables. */
@Singleton
public class ProviderCatalog {
    private final Providers providers;
    private final Executables executables;
    private final ModelAliases aliases;

    ProviderCatalog(Providers providers, Executables executables, ModelAliases aliases) {
        this.providers = providers;
        this.executables = executables;
        this.aliases = aliases;
    }

    /** All providers by id. */
    public List<AgentProvider> providers() {
        return providers.all().stream()
                .sorted(Comparator.comparing(provider -> provider.id().value()))
                .toList();
    }

    /** The provider with an id, alias or runtime; throws {@code provider_not_found}. */
    AgentProvider provider(String name) {
        return providers
                .names()
                .find(name)
                .orElseThrow(() -> NotFound.PROVIDER.of(
                        name, "Known providers: " + providers.names().ids() + "."));
    }

    /** All executables by name. */
    List<Executable> executables() {
        return executables.all();
    }

    /** All executables of a provider, its default one first. */
    List<Executable> executables(AgentProvider provider) {
        return executables().stream()
                .filter(executable -> executable.provider().equals(provider.id()))
                .sorted(Comparator.comparing(
                        executable -> !executable.name().equals(provider.id().value())))
                .toList();
    }

    /** The executable of a provider with a name; throws {@code executable_not_found} if the provider has none of this name. */
    Executable executable(AgentProvider provider, String name) {
        return executables(provider).stream()
                .filter(executable -> executable.name().equals(name))
                .findFirst()
                .orElseThrow(() -> NotFound.EXECUTABLE.of(
                        name,
                        "The executables of the provider '" + provider.id() + "' are: "
                                + String.join(
                                        ", ",
                                        executables(provider).stream()
                                                .map(Executable::name)
                                                .toList())
                                + "."));
    }

    /** The provider of an executable. */
    AgentProvider providerOf(Executable executable) {
        return providers.provider(executable.provider().value());
    }

    /** Short names of a provider's models, with the names that its CLI gets for them. */
    Map<String, String> aliases(AgentProvider provider) {
        return aliases.of(provider);
    }
}
