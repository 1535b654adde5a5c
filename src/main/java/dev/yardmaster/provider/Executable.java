package dev.yardmaster.provider;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An installed CLI of a provider, with its arguments and environment. Each account or pinned version of a CLI is an executable of its own.
 *
 * @param name the name that agents refer to; the default executable of a provider has the provider's id as its name
 * @param provider the provider that knows its protocol
 * @param path an absolute path, or a program name that is looked up on the {@code PATH}
 * @param arguments arguments that precede all others
 * @param environment variables for the child process; they replace those that are passed on from the service
 * @param mode the launch mode of sessions whose agent does not choose one; empty for the provider's default
 */
public record Executable(
        String name,
        ProviderId provider,
        String path,
        List<String> arguments,
        Map<String, String> environment,
        Optional<LaunchMode> mode) {
    public Executable {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    /** An executable with the provider's default launch mode. */
    public Executable(
            String name, ProviderId provider, String path, List<String> arguments, Map<String, String> environment) {
        this(name, provider, path, arguments, environment, Optional.empty());
    }

    /** Returns the same executable with further variables; its own ones take precedence. */
    public Executable over(Map<String, String> variables) {
        var all = new HashMap<>(variables);
        all.putAll(environment);
        return new Executable(name, provider, path, arguments, all, mode);
    }

    /** Returns the command line: the path, its own arguments, then the given ones. */
    public List<String> command(String... more) {
        return Stream.of(List.of(path), arguments, List.of(more))
                .flatMap(List::stream)
                .toList();
    }

    /** Leaves out the values of the environment, which can be secrets. */
    @Override
    public String toString() {
        return "Executable[name=" + name + ", provider=" + provider + ", path=" + path + ", environment="
                + environment.keySet() + "]";
    }
}
