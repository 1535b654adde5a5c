package dev.yardmaster.database;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Starts programs in the small environment that PostgreSQL needs; nothing of the service's own environment but the path passes. */
final class Command {
    private Command() {}

    /**
     * How a program ended.
     *
     * @param exitCode as shells say it; 137 if it had to be killed since its time was over
     * @param output what it printed to both outputs
     */
    record Result(int exitCode, String output) {
        boolean ok() {
            return exitCode == 0;
        }

        /** The end of the output, where programs say what went wrong. */
        String lastLines() {
            List<String> lines = output.strip().lines().toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 6), lines.size()));
        }
    }

    /** An executable file of this name in the directories where the system has its programs. */
    static Optional<Path> find(String name) {
        return Stream.of(path().split(":", -1))
                .filter(directory -> directory.startsWith("/"))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** A process to be, its outputs joined into one. */
    static ProcessBuilder prepare(List<String> command, Path directory) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("PATH", path());
        environment.put("HOME", directory.toString());
        environment.put("TMPDIR", Optional.ofNullable(System.getenv("TMPDIR")).orElse("/tmp"));
        environment.put("LC_ALL", "C"); // Every system has it, and messages stay in English.
        environment.put("TZ", "UTC");
        return builder;
    }

    /** Runs a program to its end, or kills it when its time is over. */
    static Result run(List<String> command, Path directory, String input, Duration limit) throws IOException {
        Process process = prepare(command, directory).start();
        CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> readAll(process), Command::startThread);
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException _) {
            // It ended without reading: its exit code and output tell why.
        }
        try {
            if (!process.waitFor(limit)) {
                process.destroyForcibly();
            }
            // A grandchild may hold the output open for longer than its parent lives.
            String text = output.completeOnTimeout("", 5, TimeUnit.SECONDS).join();
            return new Result(process.waitFor(), text);
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw DatabaseErrors.interrupted();
        }
    }

    /** Not a constant: a native image would keep the path of the machine that built it. */
    private static String path() {
        String ours = System.getenv("PATH");
        return (ours == null ? "" : ours + ":") + "/usr/sbin:/usr/bin:/sbin:/bin";
    }

    private static void startThread(Runnable reader) {
        Thread.ofPlatform().daemon().name("postgres-output").start(reader);
    }

    private static String readAll(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
