package dev.yardmaster.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Everything that is needed to start a child process.
 *
 * @param command the program and its arguments; the program is an absolute path, or a name that is looked up on the child's {@code PATH}
 * @param environment the whole environment of the child: it inherits no other variables
 * @param directory the working directory; must exist
 * @param input whether the child's standard input accepts lines or is empty
 * @param files texts by path. They are written before the start, with missing directories, readable by the service's user only. The caller
 *     removes them after the child has ended
 */
public record LaunchSpec(
        List<String> command, Map<String, String> environment, Path directory, Input input, Map<Path, String> files) {
    public LaunchSpec {
        if (command.isEmpty()) {
            throw new IllegalArgumentException("The command must not be empty");
        }
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        files = Map.copyOf(files);
    }

    /** A launch without files. */
    public LaunchSpec(List<String> command, Map<String, String> environment, Path directory, Input input) {
        this(command, environment, directory, input, Map.of());
    }

    /** What the child reads from its standard input. */
    public enum Input {
        /** The lines that the service writes, until it closes the input. */
        OPEN,
        /** Nothing: the input is {@code /dev/null}. */
        EMPTY
    }

    /** Shows the program and the names of the variables only: arguments and values can contain secrets and prompts. */
    @Override
    public String toString() {
        return "LaunchSpec[program=" + command.getFirst() + ", arguments=" + (command.size() - 1) + ", environment="
                + environment.keySet() + ", directory=" + directory + ", input=" + input + "]";
    }
}
