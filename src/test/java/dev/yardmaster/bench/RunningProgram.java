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

/** A program of ours that runs, and what it prints: words of the form {@code name=number}. It ends with this process. */
final class RunningProgram implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;
    private final Thread guard;

    private RunningProgram(Process process) {
        this.process = process;
        this.out = process.inputReader();
        this.guard = new Thread(process::destroy);
        Runtime.getRuntime().addShutdownHook(guard);
    }

    static RunningProgram start(Path program, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(arguments);
        return new RunningProgram(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** The next line it prints. */
    String line() throws IOException {
        String line = out.readLine();
        if (line == null) {
            throw new IOException("A program of the benchmark ended early: "
                    + process.info().commandLine().orElse("it has gone"));
        }
        return line;
    }

    /** The next line's numbers by their names. */
    Map<String, Long> numbers() throws IOException {
        Map<String, Long> numbers = new HashMap<>();
        for (String word : line().split(" ")) {
            int equals = word.indexOf('=');
            numbers.put(word.substring(0, equals), Long.valueOf(word.substring(equals + 1)));
        }
        return numbers;
    }

    @Override
    public void close() {
        end(process, Duration.ofSeconds(5));
        Runtime.getRuntime().removeShutdownHook(guard);
    }

    /** Asks a process to end, and makes it when it has not after a while. */
    static void end(Process process, Duration patience) {
        process.destroy();
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
