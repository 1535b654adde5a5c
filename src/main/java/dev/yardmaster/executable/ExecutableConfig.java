package dev.yardmaster.executable;

import dev.yardmaster.provider.LaunchMode;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Executables declared by configuration, by name: {@code yardmaster.executables.<name>.path} and so on. An executable named like a
 * provider's id changes that provider's default executable.
 */
@ConfigMapping(prefix = "yardmaster.executables")
public interface ExecutableConfig {
    /** The executables by name. */
    @WithParentName
    Map<String, Entry> byName();

    /** One executable. */
    interface Entry {
        /** The provider's id; by default the executable's own name. */
        Optional<String> provider();

        /** An absolute path, or the name of a program on the {@code PATH}; by default the provider's program. */
        Optional<String> path();

        /** Arguments before all other arguments. */
        Optional<List<String>> arguments();

        /** Environment variables of the child process. */
        Map<String, String> environment();

        /** The launch mode of sessions whose agent does not set one: {@code bidirectional} or {@code one-shot}. */
        Optional<String> mode();

        /** The entry as a value. */
        default ExecutableEntry named(String name) {
            return new ExecutableEntry(
                    name,
                    provider().orElse(name),
                    path(),
                    arguments().orElse(List.of()),
                    environment(),
                    mode().map(LaunchMode::of));
        }
    }
}
