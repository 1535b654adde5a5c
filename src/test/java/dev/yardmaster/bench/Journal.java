package dev.yardmaster.bench;

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What the children of tasks say when they start. A pipe with a name, so that whoever waits for it costs nobody processor time. */
final class Journal implements AutoCloseable {
    private final Path file;
    private final RandomAccessFile pipe;
    private final BlockingQueue<Start> starts = new LinkedBlockingQueue<>();

    private Journal(Path file, RandomAccessFile pipe) {
        this.file = file;
        this.pipe = pipe;
    }

    /**
     * A child that has started.
     *
     * @param task the id of its task
     * @param at by the child's own clock, as its first act
     */
    record Start(String task, Instant at) {
        static Start of(String line) {
            int space = line.indexOf(' ');
            long nanos = Long.parseLong(line.substring(space + 1));
            return new Start(line.substring(0, space), Instant.ofEpochSecond(0, nanos));
        }
    }

    static Journal open(Path directory) throws IOException, InterruptedException {
        Path file = directory.resolve("journal-" + System.nanoTime());
        if (new ProcessBuilder("mkfifo", file.toString()).inheritIO().start().waitFor() != 0) {
            throw new IOException("The benchmark needs mkfifo; it could not make " + file);
        }
        // Open for both, it never comes to an end while no child has it.
        var journal = new Journal(file, new RandomAccessFile(file.toFile(), "rw"));
        Thread.ofPlatform().name("journal").daemon().start(journal::read);
        return journal;
    }

    /** The simulated executable that writes it. */
    Simulated executable(String name, Programs programs) {
        return new Simulated(name, programs.worker(), List.of("--journal", file.toString()));
    }

    /** The next child that starts, unless it takes longer. */
    Optional<Start> next(Duration patience) throws InterruptedException {
        return Optional.ofNullable(starts.poll(patience.toNanos(), TimeUnit.NANOSECONDS));
    }

    @Override
    public void close() throws IOException {
        Files.delete(file);
    }

    private void read() {
        try (var lines = new BufferedReader(
                new InputStreamReader(new FileInputStream(pipe.getFD()), StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                starts.add(Start.of(line));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
