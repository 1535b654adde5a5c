package dev.yardmaster.provider.resolution;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.provider.AgentProvider;
import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.ProviderNames;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Which providers and executables there are, and what is said of those that there are not. */
record KnownProviders(ProviderNames names, Map<String, Executable> executables) {
    static KnownProviders of(ProviderNames names, Collection<Executable> executables) {
        Map<String, Executable> byName = new TreeMap<>();
        executables.forEach(executable -> byName.put(executable.name(), executable));
        return new KnownProviders(names, byName);
    }

    /** The provider that a level names, by a word for it or by an executable. */
    Optional<AgentProvider> provider(PreferenceLevel level) {
        return level.value().flatMap(value -> level.executable() ? providerOf(value) : names.find(value));
    }

    /** The provider of an executable. */
    Optional<AgentProvider> providerOf(String executable) {
        return Optional.ofNullable(executables.get(executable))
                .flatMap(found -> names.find(found.provider().value()));
    }

    /** Says of a level that names no provider what is wrong with it. */
    YardmasterException unknown(PreferenceLevel level) {
        String value = level.value().orElseThrow();
        return level.executable()
                ? unknownExecutable(value, level.place())
                : new YardmasterException(
                        ErrorCode.UNKNOWN_PROVIDER,
                        "There is no provider or runtime '" + value + "' (" + level.place() + "). Known providers: "
                                + names.ids() + ".");
    }

    /** Says what is wrong with an executable that has no provider. */
    YardmasterException unknownExecutable(String name, String place) {
        return executables.containsKey(name)
                ? new YardmasterException(
                        ErrorCode.UNKNOWN_PROVIDER,
                        "The executable '" + name + "' (" + place + ") belongs to the provider '"
                                + executables.get(name).provider() + "', which there is not. Known providers: "
                                + names.ids() + ".")
                : new YardmasterException(
                        ErrorCode.UNKNOWN_EXECUTABLE,
                        "There is no executable '" + name + "' (" + place + "). Known executables: "
                                + String.join(", ", executables.keySet()) + ".");
    }
}
