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

/** The known providers and executables, and the errors for unknown ones. */
record KnownProviders(ProviderNames names, Map<String, Executable> executables) {
    static KnownProviders of(ProviderNames names, Collection<Executable> executables) {
        Map<String, Executable> byName = new TreeMap<>();
        executables.forEach(executable -> byName.put(executable.name(), executable));
        return new KnownProviders(names, byName);
    }

    /** Returns the provider that a level names, by one of its names or by an executable. */
    Optional<AgentProvider> provider(PreferenceLevel level) {
        return level.value().flatMap(value -> level.executable() ? providerOf(value) : names.find(value));
    }

    /** Returns the provider of an executable. */
    Optional<AgentProvider> providerOf(String executable) {
        return Optional.ofNullable(executables.get(executable))
                .flatMap(found -> names.find(found.provider().value()));
    }

    /** Returns the error for a level that names an unknown provider or executable. If the request names it, the error names the field. */
    YardmasterException unknown(PreferenceLevel level) {
        String value = level.value().orElseThrow();
        YardmasterException unknown = unknown(level, value);
        return level.level() == PreferenceLevel.REQUEST
                ? unknown.in(level.executable() ? "executable" : "provider", value)
                : unknown;
    }

    private YardmasterException unknown(PreferenceLevel level, String value) {
        return level.executable()
                ? unknownExecutable(value, level.place())
                : new YardmasterException(
                        ErrorCode.UNKNOWN_PROVIDER,
                        "There is no provider or runtime '" + value + "' (" + level.place() + "). Known providers: "
                                + names.ids() + ".");
    }

    /** Returns the error for an executable that is unknown or whose provider is unknown. */
    YardmasterException unknownExecutable(String name, String place) {
        return executables.containsKey(name)
                ? new YardmasterException(
                        ErrorCode.UNKNOWN_PROVIDER,
                        "The executable '" + name + "' (" + place + ") belongs to the provider '"
                                + executables.get(name).provider() + "', which does not exist. Known providers: "
                                + names.ids() + ".")
                : new YardmasterException(
                        ErrorCode.UNKNOWN_EXECUTABLE,
                        "There is no executable '" + name + "' (" + place + "). Known executables: "
                                + String.join(", ", executables.keySet()) + ".");
    }
}
