package dev.yardmaster.executable;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.Providers;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * All executables: the default executable of each provider, those of the configuration, and those that users have stored. For any thread:
 * readers see an immutable set, which is replaced when the stored executables change.
 */
@Singleton
public class Executables {
    private final Providers providers;
    private final List<ExecutableEntry> configured;
    private volatile ExecutableSet current;

    @Inject
    Executables(Providers providers, ExecutableConfig config) {
        this(
                providers,
                config.byName().entrySet().stream()
                        .map(entry -> entry.getValue().named(entry.getKey()))
                        .toList());
    }

    /**
     * Throws {@code invalid_configuration} if an executable has an unknown provider, or is named like the default executable of another
     * provider.
     */
    Executables(Providers providers, List<ExecutableEntry> configured) {
        this.providers = providers;
        this.configured = configured;
        configured.forEach(this::checkConfigured);
        this.current = ExecutableSet.of(providers, configured, StoredExecutables.NONE);
    }

    /** The executable with a name. Throws {@code unknown_executable}, with the known names, or {@code executable_unusable}. */
    public Executable executable(String name) {
        return current.executable(name);
    }

    /** All usable executables, by name. */
    public List<Executable> all() {
        return current.usable();
    }

    /** The executable with a name, if it exists and is usable. */
    public Optional<Executable> find(String name) {
        return current.find(name);
    }

    /** Why a stored executable cannot be used, as a sentence; empty if it can. */
    public Optional<String> fault(String name) {
        return current.fault(name);
    }

    /** The source of an executable; {@code STORED} for an unused name, under which a user can store one. */
    public Source source(String name) {
        return current.source(name);
    }

    /**
     * The executable that an agent runs on: the one that it names, else the default executable of its provider, else that of the default
     * provider. Throws {@code unknown_provider}, or {@code unknown_executable} also if the executable belongs to another provider; the
     * error names the field.
     */
    public Executable choose(Optional<String> provider, Optional<String> executable) {
        ExecutableSet set = current;
        provider.ifPresent(id -> YardmasterException.checkField("provider", id, () -> providers.provider(id)));
        executable.ifPresent(name -> YardmasterException.checkField("executable", name, () -> set.executable(name)));
        String wanted = provider.map(id -> providers.provider(id).id())
                .or(() -> executable.map(name -> set.executable(name).provider()))
                .orElse(providers.preset().id())
                .value();
        Executable chosen = set.executable(executable.orElse(wanted));
        if (!chosen.provider().value().equals(wanted)) {
            throw new YardmasterException(
                            ErrorCode.UNKNOWN_EXECUTABLE,
                            "The executable '" + chosen.name() + "' belongs to the provider '" + chosen.provider()
                                    + "', not to '" + wanted + "'. Change one of the two.")
                    .in("executable", chosen.name());
        }
        return chosen;
    }

    /** Checks a fallback chain. Throws {@code unknown_executable}, or {@code invalid_request} if a name occurs twice. */
    public void checkChain(Collection<String> chain) {
        Set<String> seen = new HashSet<>();
        for (String name : chain) {
            executable(name);
            if (!seen.add(name)) {
                throw new YardmasterException(
                        ErrorCode.INVALID_REQUEST,
                        "The fallback chain has the executable '" + name + "' twice. Remove one of them.");
            }
        }
    }

    /** Replaces the stored executables. */
    public void store(StoredExecutables stored) {
        current = ExecutableSet.of(providers, configured, stored);
    }

    private void checkConfigured(ExecutableEntry entry) {
        String setting = "yardmaster.executables." + entry.name() + ".provider";
        try {
            providers.provider(entry.provider());
        } catch (YardmasterException e) {
            throw new YardmasterException(
                    ErrorCode.INVALID_CONFIGURATION, setting + " is '" + entry.provider() + "'. " + e.detail());
        }
        if (providers.isDefaultOfAnother(entry.name(), entry.provider())) {
            throw new YardmasterException(
                    ErrorCode.INVALID_CONFIGURATION,
                    setting + " is '" + entry.provider() + "', but '" + entry.name()
                            + "' is the default executable of the provider of that name. Choose another name.");
        }
    }

    /** Where an executable comes from. */
    public enum Source {
        /** The default executable of a provider. */
        BUILT_IN,
        /** {@code yardmaster.executables}. */
        CONFIGURATION,
        /** A user has stored it, or the name is unused. */
        STORED;

        /** The name in the API. */
        @JsonValue
        public String value() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
