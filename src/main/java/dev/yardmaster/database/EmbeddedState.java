package dev.yardmaster.database;

import dev.yardmaster.problem.YardmasterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What is on the disk of the embedded PostgreSQL.
 *
 * @param version the version of its programs
 * @param programs the directory of the programs
 * @param unpacked whether the programs are there; the first start unpacks them
 * @param created whether there is data; the first start creates it
 * @param running whether its server accepts connections
 */
public record EmbeddedState(String version, Path programs, boolean unpacked, boolean created, boolean running) {
    /**
     * Looks at the directories and changes nothing.
     *
     * @param directory as in {@link EmbeddedPostgres#start}; it need not exist
     * @param cache as in {@link EmbeddedPostgres#start}
     * @throws YardmasterException {@code DATABASE_UNAVAILABLE} if the next start can't use the programs or the data
     */
    public static EmbeddedState of(Path directory, Path cache) {
        PostgresBinaries binaries = PostgresBinaries.located(cache.toAbsolutePath());
        binaries.checkPrograms();
        Path data = directory.resolve("data");
        boolean created = Files.exists(data);
        if (created) {
            check(directory, data);
        }
        return new EmbeddedState(
                PostgresBinaries.VERSION, binaries.directory(), binaries.complete(), created, isRunning(data));
    }

    private static void check(Path directory, Path data) {
        try {
            Cluster.checkVersion(data);
            Cluster.password(directory.resolve("password"), data);
        } catch (IOException e) {
            throw DatabaseErrors.because(
                    "The database directory " + data + " can't be read", e, "Run the command as the user who owns it.");
        }
    }

    private static boolean isRunning(Path data) {
        return PostmasterPid.read(data)
                .filter(PostmasterPid::ready)
                .flatMap(server -> ProcessHandle.of(server.pid()))
                .isPresent();
    }
}
