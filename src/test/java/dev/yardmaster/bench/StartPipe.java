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

/** A named pipe in which the children of tasks report their start. Waiting for a report costs no CPU time. */
final class StartPipe implements AutoCloseable {
    private final Path file;
    private final RandomAccessFile pipe;
    private final BlockingQueue<Start> starts = new LinkedBlockingQueue<>();

    private StartPipe(Path file, RandomAccessFile pipe) {
        this.file = file;
        this.pipe = pipe;
    }

    /**
     * The start of a child.
     *
     * @param task the id of its task
     * @param at when the child executed its first instruction, by its own clock
     */
    record Start(String task, Instant at) {
        static Start of(String line) {
            int space = line.indexOf(' ');
            long nanos = Long.parseLong(line.substring(space + 1));
            return new Start(line.substring(0, space), Instant.ofEpochSecond(0, nanos));
        }
    }

    static StartPipe open(Path directory) throws IOException, InterruptedException {
        Path file = directory.resolve("starts-" + System.nanoTime());
        if (new ProcessBuilder("mkfifo", file.toString()).inheritIO().start().waitFor() != 0) {
            throw new IOException("The benchmark needs mkfifo, which could not create " + file);
        }
        // Opened for reading and writing, so that the end of the stream is not reached while no child has the pipe
        // open.
        var startPipe = new StartPipe(file, new RandomAccessFile(file.toFile(), "rw"));
        Thread.ofPlatform().name("start-pipe").daemon().start(startPipe::read);
        return startPipe;
    }

    /** A simulated executable whose children report to this pipe. */
    SimulatedExecutable executable(String name, Programs programs) {
        return new SimulatedExecutable(name, programs.worker(), List.of("--journal", file.toString()));
    }

    /** The next start; empty after the timeout. */
    Optional<Start> next(Duration timeout) throws InterruptedException {
        return Optional.ofNullable(starts.poll(timeout.toNanos(), TimeUnit.NANOSECONDS));
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
