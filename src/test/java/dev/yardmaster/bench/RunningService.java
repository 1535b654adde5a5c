package dev.yardmaster.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The service as its users start it, with a home of its own that is gone afterwards. */
final class RunningService implements AutoCloseable {
    private static final String GREETING = "Yardmaster is running at ";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Path home;
    private final Api api;
    private final ProcessHandle database;

    private RunningService(Process process, Path home, Api api) {
        this.process = process;
        this.home = home;
        this.api = api;
        this.database = process.children()
                .filter(child -> child.info().command().orElse("").endsWith("postgres"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The service runs no PostgreSQL of its own"));
    }

    /** Starts it with these executables. */
    static RunningService start(BenchOptions options, List<Simulated> executables) throws IOException {
        Path home = Files.createTempDirectory(options.directory(), "home-");
        configure(options.directory(), executables);
        Process process = new ProcessBuilder(
                        options.executable().toString(), "start", "--port", "0", "--home", home.toString())
                .directory(options.directory().toFile())
                .redirectError(options.directory().resolve("service.log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        try {
            URI address = address(process.inputReader());
            String token = Files.readString(home.resolve("admin-token")).strip();
            return new RunningService(process, home, new Api(address, token));
        } catch (IOException | RuntimeException e) {
            RunningProgram.end(process, PATIENCE);
            throw e;
        }
    }

    Api api() {
        return api;
    }

    long pid() {
        return process.pid();
    }

    /** Its database, past the service. */
    Store store() throws IOException, SQLException {
        return Store.open(home.resolve("postgres"));
    }

    /** The most memory that it has had at once, without its children, in mebibytes. */
    double peakMebibytes() throws IOException {
        return Memory.peakBytes(process.pid()) / 1024.0 / 1024;
    }

    long cpuNanos() throws IOException {
        return CpuClock.ofProcess(process.pid());
    }

    long databaseNanos() throws IOException {
        return CpuClock.ofFamily(database);
    }

    @Override
    public void close() throws IOException {
        RunningProgram.end(process, PATIENCE);
        try (Stream<Path> files = Files.walk(home)) {
            files.sorted(Comparator.reverseOrder()).forEach(RunningService::delete);
        }
    }

    /** A jar and a native executable both read this file in the directory that they are started in. */
    private static void configure(Path directory, List<Simulated> executables) throws IOException {
        Files.createDirectories(directory.resolve("config"));
        String properties = executables.stream().map(Simulated::properties).collect(Collectors.joining());
        Files.writeString(
                directory.resolve("config/application.properties"), "yardmaster.health.every=off\n" + properties);
    }

    /** What it prints goes on being read, so that it never waits for us. */
    private static URI address(BufferedReader out) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(GREETING)) {
                Thread.ofVirtual().start(() -> drain(out));
                return URI.create(line.substring(GREETING.length()));
            }
        }
        throw new IOException("The service did not start; see service.log in the benchmark's directory");
    }

    private static void drain(BufferedReader out) {
        try {
            out.transferTo(Writer.nullWriter());
        } catch (IOException _) {
            // The service is being stopped.
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
