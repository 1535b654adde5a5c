package dev.yardmaster.executable;

import dev.yardmaster.provider.LaunchMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An executable as the configuration or a user declares it. Its provider supplies what is missing.
 *
 * @param name 1 to 64 characters
 * @param provider the id of its provider
 * @param path an absolute path, or the name of a program on the {@code PATH}; by default the provider's program
 * @param arguments arguments before all other arguments
 * @param environment environment variables of the child process
 * @param mode the launch mode of sessions whose agent does not set one
 */
public record ExecutableEntry(
        String name,
        String provider,
        Optional<String> path,
        List<String> arguments,
        Map<String, String> environment,
        Optional<LaunchMode> mode) {
    public ExecutableEntry {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    /** Leaves out the values of the environment, which can be secrets. */
    @Override
    public String toString() {
        return "ExecutableEntry[name=" + name + ", provider=" + provider + ", environment=" + environment.keySet()
                + "]";
    }
}
