package dev.yardmaster.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Suspends and resumes a PostgreSQL server: meanwhile connections stay open, but nothing answers.
 *
 * @param processes the process ids of the server and of all its processes
 */
record ServerSignals(List<String> processes) {
    /** The signals for the server with this data directory. */
    static ServerSignals of(Path data) throws IOException {
        String server =
                Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip();
        ProcessHandle process = ProcessHandle.of(Long.parseLong(server)).orElseThrow();
        return new ServerSignals(Stream.concat(Stream.of(process), process.descendants())
                .map(it -> Long.toString(it.pid()))
                .toList());
    }

    void suspend() throws IOException, InterruptedException {
        signal("-STOP");
    }

    void resume() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kill", signal));
        command.addAll(processes);
        new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
