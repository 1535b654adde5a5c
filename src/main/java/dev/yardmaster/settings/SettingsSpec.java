package dev.yardmaster.settings;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.yardmaster.executable.ProgramPath;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

/**
 * The settings as users specify them.
 *
 * @param defaultProvider the provider of agents that have none from themselves or their project
 * @param runtime the same, by runtime; {@code defaultProvider} overrides it
 * @param defaultModels the model of each provider, by the provider's id
 * @param executablePaths the program of each provider's default executable, by the provider's id: an absolute path, or a name on the
 *     {@code PATH}
 * @param fallbackChain names of executables that work moves to when its own is limited, in order
 * @param maxLimitWait how long a task waits for the end of limits before it is put into review; {@code PT0S} for not at all, and empty
 *     for no limit
 */
@JsonInclude(Include.NON_ABSENT)
record SettingsSpec(
        Optional<String> defaultProvider,
        Optional<String> runtime,

        Optional<Map<String, @Size(min = 1, max = 200, message = "must have 1 to 200 characters") String>>
                defaultModels,

        Optional<
                        Map<
                                String,
                                @Pattern(regexp = ProgramPath.PATTERN, message = ProgramPath.MESSAGE)
                                @Size(max = 4096, message = "must have at most 4096 characters") String>>
                executablePaths,

        Optional<
                        @Size(max = 50, message = "must have at most 50 executables") List<
                                @NotNull(message = "must be the name of an executable") String>>
                fallbackChain,
        Optional<@DurationMin(message = "must not be negative") Duration> maxLimitWait) {
    /** No setting is set. */
    static final SettingsSpec EMPTY = new SettingsSpec(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** The names of the settings that are set. */
    List<String> namesSet() {
        Map<String, Optional<?>> fields = new LinkedHashMap<>();
        fields.put("defaultProvider", defaultProvider);
        fields.put("runtime", runtime);
        fields.put("defaultModels", defaultModels);
        fields.put("executablePaths", executablePaths);
        fields.put("fallbackChain", fallbackChain);
        fields.put("maxLimitWait", maxLimitWait);
        return fields.entrySet().stream()
                .filter(field -> field.getValue().isPresent())
                .map(Map.Entry::getKey)
                .toList();
    }

    SettingsProfile profile() {
        return new SettingsProfile(
                defaultProvider,
                runtime,
                defaultModels.orElse(Map.of()),
                executablePaths.orElse(Map.of()),
                fallbackChain.orElse(List.of()),
                maxLimitWait);
    }
}
