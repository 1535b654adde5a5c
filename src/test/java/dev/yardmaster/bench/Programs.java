package dev.yardmaster.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The helper programs. They are written in C because they must use as little CPU as possible.
 *
 * @param flood a child that prints many lines
 * @param copy the baseline
 * @param sink the clients
 * @param worker a child that does a task
 */
record Programs(Path flood, Path copy, Path sink, Path worker) {
    /** Compiles all programs. Fails if no C compiler is installed. */
    static Programs compile(Path sources, Path directory) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        return new Programs(
                compile(sources, directory, "flood"),
                compile(sources, directory, "copy"),
                compile(sources, directory, "sink"),
                compile(sources, directory, "worker"));
    }

    private static Path compile(Path sources, Path directory, String name) throws IOException, InterruptedException {
        Path program = directory.resolve(name);
        String source = sources.resolve(name + ".c").toString();
        List<String> command = List.of("cc", "-O2", "-Wall", "-std=gnu11", "-o", program.toString(), source);
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IOException(
                    "The benchmark needs a C compiler on Linux. This command failed: " + String.join(" ", command));
        }
        return program;
    }
}
