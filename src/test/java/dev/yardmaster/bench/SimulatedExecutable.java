package dev.yardmaster.bench;

import java.nio.file.Path;
import java.util.List;

/**
 * An executable whose program imitates Claude Code.
 *
 * @param arguments the first arguments of the program; they must not contain commas
 */
record SimulatedExecutable(String name, Path program, List<String> arguments) {
    /** The entries for the service's configuration file. */
    String properties() {
        String prefix = "yardmaster.executables." + name + ".";
        String properties = prefix + "provider=claude-code\n" + prefix + "path=" + program + "\n";
        return arguments.isEmpty()
                ? properties
                : properties + prefix + "arguments=" + String.join(",", arguments) + "\n";
    }
}
