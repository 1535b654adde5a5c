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
 * All executables that there are: each provider's default one, those of the configuration, and those that users have stored. For any
 * thread: readers see an immutable whole, which is replaced when what is stored has changed.
 */
@Singleton
public class Executables {
    private final Providers providers;
    private final List<ExecutableEntry> configured;
    private volatile ExecutableSet now;

    @Inject
    Executables(Providers providers, ExecutableConfig config) {
        this(
                providers,
                config.byName().entrySet().stream()
                        .map(entry -> entry.getValue().named(entry.getKey()))
                        .toList());
    }

    /** Throws {@code invalid_configuration} when one has a provider that is not known, or not its own. */
    Executables(Providers providers, List<ExecutableEntry> configured) {
        this.providers = providers;
        this.configured = configured;
        configured.forEach(this::checkConfigured);
        this.now = ExecutableSet.of(providers, configured, StoredExecutables.NONE);
    }

    /** The executable with a name. Throws {@code unknown_executable}, naming the known ones, and {@code executable_unusable}. */
    public Executable executable(String name) {
        return now.executable(name);
    }

    /** All that can be used, by name. */
    public List<Executable> all() {
        return now.usable();
    }

    /** The executable with a name, if there is one that can be used. */
    public Optional<Executable> find(String name) {
        return now.find(name);
    }

    /** Why a stored executable can't be used, as a sentence. */
    public Optional<String> fault(String name) {
        return now.fault(name);
    }

    /** Where an executable comes from; a name that is not in use is free to be stored. */
    public Source source(String name) {
        return now.source(name);
    }

    /**
     * What an agent runs on: its executable if it names one, else the default executable of its provider, else of the preset one.
     * Throws when they are unknown or do not belong together.
     */
    public Executable choose(Optional<String> provider, Optional<String> executable) {
        ExecutableSet set = now;
        String wanted = provider.map(id -> providers.provider(id).id())
                .or(() -> executable.map(name -> set.executable(name).provider()))
                .orElse(providers.preset().id())
                .value();
        Executable chosen = set.executable(executable.orElse(wanted));
        if (!chosen.provider().value().equals(wanted)) {
            throw new YardmasterException(
                    ErrorCode.UNKNOWN_EXECUTABLE,
                    "The executable '" + chosen.name() + "' belongs to the provider '" + chosen.provider()
                            + "', not to '" + wanted + "'. Change one of the two.");
        }
        return chosen;
    }

    /** Refuses a chain with an unknown executable, or with one twice. Throws {@code unknown_executable} or {@code invalid_request}. */
    public void checkChain(Collection<String> chain) {
        Set<String> seen = new HashSet<>();
        for (String name : chain) {
            executable(name);
            if (!seen.add(name)) {
                throw new YardmasterException(
                        ErrorCode.INVALID_REQUEST,
                        "The fallback chain has the executable '" + name + "' twice. Leave one of them out.");
            }
        }
    }

    /** Replaces what users have stored. */
    public void store(StoredExecutables stored) {
        now = ExecutableSet.of(providers, configured, stored);
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
        /** A user has stored it, or the name is free. */
        STORED;

        /** The word in the API. */
        @JsonValue
        public String value() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
