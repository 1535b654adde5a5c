package dev.yardmaster.provider;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One way to start a provider: an account, a seat, a pinned version.
 *
 * @param name what agents call it; the default executable of a provider bears the provider's id
 * @param provider the provider whose dialect it speaks
 * @param path an absolute path, or a program name that is looked up on the {@code PATH}
 * @param arguments put before all other arguments
 * @param environment added to the child's environment, over what is passed on from the service's own
 */
public record Executable(
        String name, ProviderId provider, String path, List<String> arguments, Map<String, String> environment) {
    public Executable {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
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
