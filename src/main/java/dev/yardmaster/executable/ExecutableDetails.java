package dev.yardmaster.executable;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.yardmaster.executable.Executables.Source;
import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.LaunchMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An executable as the API shows it.
 *
 * @param path the program that it runs; empty if its provider no longer exists
 * @param arguments arguments before all other arguments
 * @param environment its variables; the values of secrets and of all variables of the configuration are hidden
 * @param mode the launch mode of sessions whose agent does not set one
 * @param problem why it cannot be used, as a sentence
 * @param health the latest health of its program; empty before the first check
 */
@JsonInclude(Include.NON_ABSENT)
record ExecutableDetails(
        String name,
        String provider,
        Optional<String> path,
        List<String> arguments,
        Map<String, EnvironmentValue> environment,
        Optional<LaunchMode> mode,
        Source source,
        Optional<String> problem,
        Optional<HealthResult> health) {
    /** The details of an executable that is not stored. */
    static ExecutableDetails of(Executable executable, Source source, Optional<HealthResult> health) {
        Map<String, EnvironmentValue> environment = new TreeMap<>();
        executable.environment().keySet().forEach(name -> environment.put(name, new EnvironmentValue.StoredSecret()));
        return new ExecutableDetails(
                executable.name(),
                executable.provider().value(),
                Optional.of(executable.path()),
                executable.arguments(),
                environment,
                executable.mode(),
                source,
                Optional.empty(),
                health);
    }
}
