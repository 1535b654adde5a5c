package dev.yardmaster.executable;

import dev.yardmaster.executable.Executables.Source;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.provider.AgentProvider;
import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.Providers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All executables at one moment. If several sources declare a name, the configuration overrides stored executables, and these override
 * built-in ones. Immutable.
 */
final class ExecutableSet {
    private final Map<String, String> programs;
    private final Map<String, String> unusable = new HashMap<>();
    private final Map<String, Source> sources = new HashMap<>();
    private final SortedMap<String, Executable> executables = new TreeMap<>();

    private ExecutableSet(Map<String, String> programs) {
        this.programs = programs;
    }

    static ExecutableSet of(Providers providers, List<ExecutableEntry> configured, StoredExecutables stored) {
        var set = new ExecutableSet(stored.programs());
        providers.all().forEach(set::addDefault);
        stored.unusable().forEach(set::addUnusable);
        stored.entries().forEach(entry -> set.addStored(providers, entry));
        configured.forEach(entry -> set.add(providers.provider(entry.provider()), entry, Source.CONFIGURATION));
        return set;
    }

    Optional<Executable> find(String name) {
        return Optional.ofNullable(executables.get(name));
    }

    Optional<String> fault(String name) {
        return Optional.ofNullable(unusable.get(name));
    }

    Executable executable(String name) {
        return find(name)
                .orElseThrow(() -> fault(name)
                        .map(why -> new YardmasterException(ErrorCode.EXECUTABLE_UNUSABLE, why))
                        .orElseGet(() -> new YardmasterException(
                                ErrorCode.UNKNOWN_EXECUTABLE,
                                "There is no executable '" + name + "'. Known executables: "
                                        + String.join(", ", executables.keySet()) + ".")));
    }

    List<Executable> usable() {
        return List.copyOf(executables.values());
    }

    Source source(String name) {
        return sources.getOrDefault(name, Source.STORED);
    }

    private String program(AgentProvider provider) {
        return programs.getOrDefault(provider.id().value(), provider.defaultProgram());
    }

    private void addDefault(AgentProvider provider) {
        String id = provider.id().value();
        executables.put(id, new Executable(id, provider.id(), program(provider), List.of(), Map.of()));
        sources.put(id, Source.BUILT_IN);
    }

    private void addUnusable(String name, String fault) {
        unusable.put(name, fault);
        executables.remove(name);
        sources.put(name, Source.STORED);
    }

    private void addStored(Providers providers, ExecutableEntry entry) {
        try {
            if (providers.isDefaultOfAnother(entry.name(), entry.provider())) {
                addUnusable(
                        entry.name(),
                        "The executable '" + entry.name() + "' was stored for the provider '" + entry.provider()
                                + "', but its name is now the id of another provider. Remove it, and store it under another name.");
            } else {
                add(providers.provider(entry.provider()), entry, Source.STORED);
            }
        } catch (YardmasterException e) {
            addUnusable(
                    entry.name(),
                    "The executable '" + entry.name() + "' cannot be used, because its provider no longer exists. "
                            + e.detail());
        }
    }

    private void add(AgentProvider provider, ExecutableEntry entry, Source source) {
        unusable.remove(entry.name());
        executables.put(
                entry.name(),
                new Executable(
                        entry.name(),
                        provider.id(),
                        entry.path().orElseGet(() -> program(provider)),
                        entry.arguments(),
                        entry.environment(),
                        entry.mode()));
        sources.put(entry.name(), source);
    }
}
