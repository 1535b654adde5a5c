package dev.yardmaster.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Everything needed to start a child process.
 *
 * @param command the program and its arguments; the program is an absolute path or a name looked up on the child's {@code PATH}
 * @param environment the whole environment of the child: nothing is inherited beside it
 * @param directory the working directory; must exist
 * @param input whether the child's standard input stays open for lines, or is empty from the start
 * @param files texts that are written before the start, in directories that are made where they are missing, all for the service's user
 *     alone; whoever launches removes them
 */
public record LaunchSpec(
        List<String> command, Map<String, String> environment, Path directory, Input input, Map<Path, String> files) {
    public LaunchSpec {
        if (command.isEmpty()) {
            throw new IllegalArgumentException("A launch needs a command");
        }
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        files = Map.copyOf(files);
    }

    /** Without files. */
    public LaunchSpec(List<String> command, Map<String, String> environment, Path directory, Input input) {
        this(command, environment, directory, input, Map.of());
    }

    /** What the child finds on its standard input. */
    public enum Input {
        /** Lines, as long as the session lasts. */
        OPEN,
        /** {@code /dev/null}: at its end from the start. */
        EMPTY
    }

    /** The program and the names of the environment only: arguments and values can hold secrets and prompts. */
    @Override
    public String toString() {
        return "LaunchSpec[program=" + command.getFirst() + ", arguments=" + (command.size() - 1) + ", environment="
                + environment.keySet() + ", directory=" + directory + ", input=" + input + "]";
    }
}
