package dev.yardmaster.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Holds the children back until all clients listen: a file that they wait for. */
final class Gate implements AutoCloseable {
    private final Path file;

    Gate(Path directory) {
        file = directory.resolve("go-" + System.nanoTime());
    }

    /** What a child is told. */
    String prompt(Load load) {
        return "count=" + load.pieces() + " rate=" + load.rate() + " wait=" + file;
    }

    void open() throws IOException {
        Files.createFile(file);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
