package dev.yardmaster.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.testkit.Api;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** {@code target/yardmaster start} on a given home, as a user runs it. */
final class PackagedService implements AutoCloseable {
    static final Path EXECUTABLE = Path.of("target", "yardmaster").toAbsolutePath();
    private static final Pattern ADDRESS = Pattern.compile("running at (http://\\S+)");

    private final Process process;
    private final Path output;
    private final Path home;

    private PackagedService(Process process, Path output, Path home) {
        this.process = process;
        this.output = output;
        this.home = home;
    }

    /** Starts the service in a directory with a {@code config/application.properties}. Does not wait. */
    static PackagedService start(Path directory, Path home, String... options) throws IOException {
        return start(directory, home, Map.of(), options);
    }

    /** Starts the service with additional environment variables. */
    static PackagedService start(Path directory, Path home, Map<String, String> environment, String... options)
            throws IOException {
        Path output = Files.createTempFile(directory, "service-", ".log");
        List<String> command =
                new ArrayList<>(List.of(EXECUTABLE.toString(), "start", "--port", "0", "--home", home.toString()));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        // These services live for seconds. The optimizing compiler would take half of their time, and they would end
        // before it pays.
        builder.environment().put("YARDMASTER_JAVA_OPTS", "-XX:TieredStopAtLevel=1");
        builder.environment().putAll(environment);
        return new PackagedService(builder.start(), output, home);
    }

    /** Waits until the service is ready, and returns its API. */
    Api api() throws IOException {
        Awaitility.await()
                .atMost(180, TimeUnit.SECONDS)
                .until(() -> ADDRESS.matcher(output()).find() || !process.isAlive());
        Matcher address = ADDRESS.matcher(output());
        assertThat(address.find()).as(output()).isTrue();
        return new Api(
                URI.create(address.group(1)),
                Files.readString(home.resolve("admin-token")).strip());
    }

    long pid() {
        return process.pid();
    }

    String output() throws IOException {
        return Files.readString(output);
    }

    /** {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** {@code kill -STOP}: the process exists but does not run. */
    void suspend() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** {@code kill -CONT}. */
    void resume() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
                .inheritIO()
                .start();
        assertThat(kill.waitFor()).isZero();
    }

    /** Sends SIGTERM, waits for the end and returns the exit code. */
    int stop() throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Override
    public void close() throws InterruptedException {
        if (process.isAlive()) {
            stop();
        }
    }
}
