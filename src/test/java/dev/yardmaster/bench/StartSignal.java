package dev.yardmaster.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Starts all children at the same time, once all clients are connected: the children wait until a file exists. */
final class StartSignal implements AutoCloseable {
    private final Path file;

    StartSignal(Path directory) {
        file = directory.resolve("go-" + System.nanoTime());
    }

    /** The prompt for a child, which names the file. */
    String prompt(Load load) {
        return "count=" + load.pieces() + " rate=" + load.rate() + " wait=" + file;
    }

    void send() throws IOException {
        Files.createFile(file);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
