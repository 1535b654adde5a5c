package dev.yardmaster.bench;

import java.nio.file.Path;
import java.util.List;

/**
 * An executable that is a program of ours, which speaks as Claude Code does.
 *
 * @param arguments put before all others; without commas
 */
record Simulated(String name, Path program, List<String> arguments) {
    /** As the service's configuration has it. */
    String properties() {
        String prefix = "yardmaster.executables." + name + ".";
        String properties = prefix + "provider=claude-code\n" + prefix + "path=" + program + "\n";
        return arguments.isEmpty()
                ? properties
                : properties + prefix + "arguments=" + String.join(",", arguments) + "\n";
    }
}
