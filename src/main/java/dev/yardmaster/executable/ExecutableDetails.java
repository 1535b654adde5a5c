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
 * An executable as users see it.
 *
 * @param path the program that it runs; empty when its provider is not known any more
 * @param environment its variables; what is secret, and all that comes from the configuration, is not shown
 * @param problem why it can't be used, as a sentence
 * @param health what is known of its program
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
    /** One that is not stored. */
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
