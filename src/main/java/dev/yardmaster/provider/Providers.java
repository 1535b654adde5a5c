package dev.yardmaster.provider;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** All providers and executables that there are. Immutable after its construction. */
@Singleton
public class Providers {
    /** What an agent runs on when nobody says otherwise. */
    private static final String BUILT_IN_DEFAULT = "claude-code";

    private final Map<ProviderId, AgentProvider> providers;
    private final Map<String, Executable> executables = new TreeMap<>();

    Providers(@All List<AgentProvider> providers, ExecutableConfig config) {
        this.providers = providers.stream().collect(Collectors.toUnmodifiableMap(AgentProvider::id, it -> it));
        providers.forEach(provider -> add(defaultOf(provider)));
        config.byName().forEach((name, entry) -> add(declared(name, entry)));
    }

    /** The provider with an id. Throws {@code unknown_provider}, naming the known ones. */
    public AgentProvider provider(String id) {
        return providers.values().stream()
                .filter(provider -> provider.id().value().equals(id))
                .findAny()
                .orElseThrow(() -> new YardmasterException(
                        ErrorCode.UNKNOWN_PROVIDER,
                        "There is no provider '" + id + "'. Known providers: " + String.join(", ", ids()) + "."));
    }

    /** The executable with a name. Throws {@code unknown_executable}, naming the known ones. */
    public Executable executable(String name) {
        return Optional.ofNullable(executables.get(name))
                .orElseThrow(() -> new YardmasterException(
                        ErrorCode.UNKNOWN_EXECUTABLE,
                        "There is no executable '" + name + "'. Known executables: "
                                + String.join(", ", executables.keySet()) + "."));
    }

    /**
     * What an agent runs on: its executable if it names one, else the default executable of its provider, else of the built-in default.
     * Throws when they are unknown or do not belong together.
     */
    public Executable choose(Optional<String> provider, Optional<String> executable) {
        String wanted = provider(provider.or(() -> executable.map(
                                name -> executable(name).provider().value()))
                        .orElse(BUILT_IN_DEFAULT))
                .id()
                .value();
        Executable chosen = executable(executable.orElse(wanted));
        if (!chosen.provider().value().equals(wanted)) {
            throw new YardmasterException(
                    ErrorCode.UNKNOWN_EXECUTABLE,
                    "The executable '" + chosen.name() + "' belongs to the provider '" + chosen.provider()
                            + "', not to '" + wanted + "'. Change one of the two.");
        }
        return chosen;
    }

    private List<String> ids() {
        return providers.keySet().stream().map(ProviderId::value).sorted().toList();
    }

    private void add(Executable executable) {
        executables.put(executable.name(), executable);
    }

    private static Executable defaultOf(AgentProvider provider) {
        return new Executable(provider.id().value(), provider.id(), provider.defaultProgram(), List.of(), Map.of());
    }

    private Executable declared(String name, ExecutableConfig.Entry entry) {
        AgentProvider provider = provider(entry.provider().orElse(name));
        return new Executable(
                name,
                provider.id(),
                entry.path().orElse(provider.defaultProgram()),
                entry.arguments().orElse(List.of()),
                entry.environment());
    }
}
