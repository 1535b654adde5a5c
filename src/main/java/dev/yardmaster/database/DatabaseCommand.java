package dev.yardmaster.database;

import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.process.CommandRunner;
import dev.yardmaster.process.LaunchSpec;
import dev.yardmaster.process.LaunchSpec.Input;
import dev.yardmaster.process.ProgramLookup;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs PostgreSQL's programs and a few of the system's. They get a small environment: of the service's own variables only {@code PATH}
 * and {@code TMPDIR} are passed on.
 */
final class DatabaseCommand {
    private DatabaseCommand() {}

    /** The executable file with this name on the service's {@code PATH} or in the system's own directories. */
    static Optional<Path> find(String name) {
        return ProgramLookup.find(name, Map.of("PATH", path()));
    }

    /** Prepares a process that is not waited for, such as the server. Its standard error goes to its standard output. */
    static ProcessBuilder prepare(List<String> command, Path directory) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment(directory));
        return builder;
    }

    /**
     * Runs a program until it ends.
     *
     * @param input lines for its standard input
     * @param limit after this time the program is stopped
     * @throws IOException if the program can't be started or exceeds the limit
     * @throws YardmasterException with {@code DATABASE_UNAVAILABLE} if the thread is interrupted
     */
    static CommandRunner.Output run(List<String> command, Path directory, List<String> input, Duration limit)
            throws IOException {
        LaunchSpec spec = new LaunchSpec(command, environment(directory), directory, Input.EMPTY);
        try {
            return CommandRunner.run(spec, input, limit);
        } catch (YardmasterException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw DatabaseErrors.interrupted();
            }
            throw new IOException(e.detail(), e);
        }
    }

    private static Map<String, String> environment(Path directory) {
        return Map.of(
                "PATH", path(),
                "HOME", directory.toString(),
                "TMPDIR", Optional.ofNullable(System.getenv("TMPDIR")).orElse("/tmp"),
                "LC_ALL", "C", // Every system has this locale, and messages stay in English.
                "TZ", "UTC");
    }

    /** Not a constant: a native image would keep the path of the machine that built it. */
    private static String path() {
        String ours = System.getenv("PATH");
        return (ours == null ? "" : ours + ":") + "/usr/sbin:/usr/bin:/sbin:/bin";
    }
}
