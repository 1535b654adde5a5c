package dev.yardmaster.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A running helper program and its output, which consists of {@code name=number} pairs. It is stopped when this process ends. */
final class RunningProgram implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;
    private final Thread shutdownHook;

    private RunningProgram(Process process) {
        this.process = process;
        this.out = process.inputReader();
        this.shutdownHook = new Thread(process::destroy);
        Runtime.getRuntime().addShutdownHook(shutdownHook);
    }

    static RunningProgram start(Path program, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(arguments);
        return new RunningProgram(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** The next line of the program's output. */
    String line() throws IOException {
        String line = out.readLine();
        if (line == null) {
            throw new IOException("A helper program of the benchmark ended early: "
                    + process.info().commandLine().orElse("unknown command"));
        }
        return line;
    }

    /** The numbers of the next line by their names. */
    Map<String, Long> numbers() throws IOException {
        Map<String, Long> numbers = new HashMap<>();
        for (String pair : line().split(" ")) {
            int equals = pair.indexOf('=');
            numbers.put(pair.substring(0, equals), Long.valueOf(pair.substring(equals + 1)));
        }
        return numbers;
    }

    @Override
    public void close() {
        end(process, Duration.ofSeconds(5));
        Runtime.getRuntime().removeShutdownHook(shutdownHook);
    }

    /** Terminates a process, and kills it if it has not ended after the timeout. */
    static void end(Process process, Duration timeout) {
        process.destroy();
        try {
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
