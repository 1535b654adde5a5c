package dev.yardmaster.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** Finds programs as a shell does, on a given {@code PATH} instead of the service's own. */
public final class ProgramLookup {
    private ProgramLookup() {}

    /**
     * The file that a program stands for, if it is there.
     *
     * @param program an absolute path, or a name that is looked up on the {@code PATH}
     * @param environment the environment of the program to be
     */
    public static Optional<Path> find(String program, Map<String, String> environment) {
        return program.contains("/")
                ? Optional.of(Path.of(program)).filter(Files::exists)
                : onPath(program, environment);
    }

    /**
     * The first executable file of this name. Directories of the {@code PATH} that are relative or empty are passed over: what a
     * working directory holds must never be taken for an installed program.
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
