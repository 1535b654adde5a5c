package dev.yardmaster.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The packaged service, started like users start it. Its home directory is deleted afterwards. */
final class RunningService implements AutoCloseable {
    private static final String ADDRESS_LINE = "Yardmaster is running at ";
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

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
                .orElseThrow(() -> new IllegalStateException("The service has not started an embedded PostgreSQL"));
    }

    /** Starts the service with these executables. */
    static RunningService start(BenchOptions options, List<SimulatedExecutable> executables) throws IOException {
        Path home = Files.createTempDirectory(options.directory(), "home-");
        configure(options.directory(), executables);
        Process process = new ProcessBuilder(
                        options.executable().toString(), "start", "--port", "0", "--home", home.toString())
                .directory(options.directory().toFile())
                .redirectError(Redirect.appendTo(
                        options.directory().resolve("service.log").toFile()))
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        try {
            URI address = address(process.inputReader());
            String token = Files.readString(home.resolve("admin-token")).strip();
            return new RunningService(process, home, new Api(address, token));
        } catch (IOException | RuntimeException e) {
            RunningProgram.end(process, TIMEOUT);
            throw e;
        }
    }

    Api api() {
        return api;
    }

    long pid() {
        return process.pid();
    }

    /** Opens a direct connection to the service's database. */
    BenchDatabase database() throws IOException, SQLException {
        return BenchDatabase.open(home.resolve("postgres"));
    }

    /** The peak memory of the service, without its children, in mebibytes. */
    double peakMebibytes() throws IOException {
        return ProcessMemory.peakBytes(process.pid()) / 1024.0 / 1024;
    }

    long cpuNanos() throws IOException {
        return ProcessCpu.ofProcess(process.pid());
    }

    long databaseNanos() throws IOException {
        return ProcessCpu.ofFamily(database);
    }

    @Override
    public void close() throws IOException {
        RunningProgram.end(process, TIMEOUT);
        try (Stream<Path> files = Files.walk(home)) {
            files.sorted(Comparator.reverseOrder()).forEach(RunningService::delete);
        }
    }

    /** Writes the configuration. A jar and a native executable both read it from their working directory. */
    private static void configure(Path directory, List<SimulatedExecutable> executables) throws IOException {
        Files.createDirectories(directory.resolve("config"));
        String properties =
                executables.stream().map(SimulatedExecutable::properties).collect(Collectors.joining());
        Files.writeString(
                directory.resolve("config/application.properties"), "yardmaster.health.every=off\n" + properties);
    }

    /** Reads the output up to the service's address. The rest is read and discarded, so that the service never blocks on its output. */
    private static URI address(BufferedReader out) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(ADDRESS_LINE)) {
                Thread.ofVirtual().start(() -> drain(out));
                return URI.create(line.substring(ADDRESS_LINE.length()));
            }
        }
        throw new IOException("The service did not start. See service.log in the benchmark's directory");
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
