package dev.yardmaster.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** Finds programs like a shell, but on a given {@code PATH} instead of the service's. */
public final class ProgramLookup {
    private ProgramLookup() {}

    /**
     * Returns the file of a program, if it exists.
     *
     * @param program an absolute path, or a name that is looked up on the {@code PATH}
     * @param environment the environment with the {@code PATH}
     */
    public static Optional<Path> find(String program, Map<String, String> environment) {
        return program.contains("/")
                ? Optional.of(Path.of(program)).filter(Files::exists)
                : onPath(program, environment);
    }

    /**
     * Returns the first executable file with this name. Relative and empty entries of the {@code PATH} are ignored: a file in a working
     * directory must never be mistaken for an installed program.
     */
    static Optional<Path> onPath(String name, Map<String, String> environment) {
        return Arrays.stream(environment.getOrDefault("PATH", "").split(":"))
                .map(Path::of)
                .filter(Path::isAbsolute)
                .map(directory -> directory.resolve(name))
                .filter(ProgramLookup::executable)
                .findFirst();
    }

    static boolean executable(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }
}
