package dev.yardmaster.settings;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.yardmaster.executable.ProgramPath;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

/**
 * What users say for all agents.
 *
 * @param defaultProvider what agents run on when neither they nor their project say so
 * @param runtime the same by runtime; counts less
 * @param defaultModels the model of each provider, by the provider's id
 * @param executablePaths the program of each provider, by the provider's id: an absolute path, or a name on the {@code PATH}
 * @param fallbackChain names of executables that work moves on to when its own is limited, in order
 * @param maxLimitWait how long tasks wait for the end of limits before they are put into review: nothing lets them wait as long as it
 *     takes, {@code PT0S} not at all
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
