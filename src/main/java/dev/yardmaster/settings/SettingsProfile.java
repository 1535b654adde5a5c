package dev.yardmaster.settings;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings as sessions and the dispatcher use them. Ids are as they were stored; their provider or executable may no longer exist.
 *
 * @param defaultProvider the id of the default provider
 * @param runtime the runtime of the default provider; {@code defaultProvider} overrides it
 * @param defaultModels the default model of each provider, by the provider's id
 * @param executablePaths the program of each provider's default executable, by the provider's id
 * @param fallbackChain names of executables, in order
 * @param maxLimitWait how long a task waits for the end of limits before it is put into review; empty for no limit
 */
public record SettingsProfile(
        Optional<String> defaultProvider,
        Optional<String> runtime,
        Map<String, String> defaultModels,
        Map<String, String> executablePaths,
        List<String> fallbackChain,
        Optional<Duration> maxLimitWait) {
    public SettingsProfile {
        defaultModels = Map.copyOf(defaultModels);
        executablePaths = Map.copyOf(executablePaths);
        fallbackChain = List.copyOf(fallbackChain);
    }

    /** The same settings with another default provider. */
    SettingsProfile withDefaultProvider(Optional<String> provider) {
        return new SettingsProfile(provider, runtime, defaultModels, executablePaths, fallbackChain, maxLimitWait);
    }
}
