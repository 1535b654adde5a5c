package dev.yardmaster.settings;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What holds for all agents. Ids are as they were stored: one can have become unknown since.
 *
 * @param defaultProvider the provider's id
 * @param runtime a word for a runtime, which counts less
 * @param defaultModels models by the provider's id
 * @param executablePaths programs by the provider's id
 * @param fallbackChain names of executables, in order
 * @param maxLimitWait how long tasks wait for the end of limits before they are handed back to people; empty for as long as it takes
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
}
