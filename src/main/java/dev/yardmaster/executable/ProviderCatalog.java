package dev.yardmaster.executable;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.provider.AgentProvider;
import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.Providers;
import dev.yardmaster.provider.resolution.ModelAliases;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Which providers and executables there are now, for those who look after all of them. */
public @Singleton class ProviderCatalog {
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

    /** The provider that a word names; throws {@code provider_not_found}. */
    AgentProvider provider(String word) {
        return providers
                .names()
                .find(word)
                .orElseThrow(() -> new YardmasterException(
                        ErrorCode.PROVIDER_NOT_FOUND,
                        "There is no provider '" + word + "'. Known providers: "
                                + providers.names().ids() + "."));
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

    /** An executable of a provider; throws {@code unknown_executable} when there is none of that name, or of another provider. */
    Executable executable(AgentProvider provider, String name) {
        return executables(provider).stream()
                .filter(executable -> executable.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new YardmasterException(
                        ErrorCode.UNKNOWN_EXECUTABLE,
                        "The provider '" + provider.id() + "' has no executable '" + name + "'. It has: "
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

    /** The short names of models that users may give to a provider, and what it is told for them. */
    Map<String, String> aliases(AgentProvider provider) {
        return aliases.of(provider);
    }
}
