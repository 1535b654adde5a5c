package dev.yardmaster.provider;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One way to start a provider: an account, a seat, a pinned version.
 *
 * @param name what agents call it; the default executable of a provider bears the provider's id
 * @param provider the provider whose dialect it speaks
 * @param path an absolute path, or a program name that is looked up on the {@code PATH}
 * @param arguments put before all other arguments
 * @param environment added to the child's environment, over what is passed on from the service's own
 * @param mode how sessions talk to it where their agent does not say; empty for the provider's first choice
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

    /** In the provider's own choice of mode. */
    public Executable(
            String name, ProviderId provider, String path, List<String> arguments, Map<String, String> environment) {
        this(name, provider, path, arguments, environment, Optional.empty());
    }

    /** With these variables below its own. */
    public Executable over(Map<String, String> variables) {
        var all = new HashMap<>(variables);
        all.putAll(environment);
        return new Executable(name, provider, path, arguments, all, mode);
    }

    /** The words that start it with some arguments. */
    public List<String> command(String... more) {
        return Stream.of(List.of(path), arguments, List.of(more))
                .flatMap(List::stream)
                .toList();
    }

    /** Without the values of the environment: they can be secrets. */
    @Override
    public String toString() {
        return "Executable[name=" + name + ", provider=" + provider + ", path=" + path + ", environment="
                + environment.keySet() + "]";
    }
}
