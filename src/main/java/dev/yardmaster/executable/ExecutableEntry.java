package dev.yardmaster.executable;

import dev.yardmaster.provider.LaunchMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is said of an executable; its provider fills in the rest.
 *
 * @param name 1 to 64 characters
 * @param provider the id of its provider
 * @param path an absolute path or a program name; by default the provider's program
 * @param arguments put before all others
 * @param environment environment variables of the child
 * @param mode how sessions talk to it where their agent does not say
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

    /** Without the values of the environment: they can be secrets. */
    @Override
    public String toString() {
        return "ExecutableEntry[name=" + name + ", provider=" + provider + ", environment=" + environment.keySet()
                + "]";
    }
}
