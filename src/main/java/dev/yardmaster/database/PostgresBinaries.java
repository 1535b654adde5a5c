package dev.yardmaster.database;

import dev.yardmaster.problem.YardmasterException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jboss.logging.Logger;

/**
 * PostgreSQL's programs, unpacked from the class path into a cache that all homes of the user share.
 *
 * <p>Several threads and processes may use the same cache at the same time: a lock file lets one of them unpack, and the others wait. A
 * directory gets its final name only when it is complete.
 *
 * @param directory contains {@code bin}, {@code lib} and {@code share}
 */
record PostgresBinaries(Path directory) {
    /** The version of the binaries on the class path, as in the build file. */
    static final String VERSION = "18.6.0";
    /** The content of {@code PG_VERSION} in a data directory that these binaries can use. */
    static final String MAJOR = "18";

    private static final Logger LOG = Logger.getLogger(PostgresBinaries.class);

    /**
     * The programs for this machine. Unpacks them if the cache does not contain them.
     *
     * @throws dev.yardmaster.problem.YardmasterException if no programs exist for this machine, or they can't be unpacked (60 MB)
     */
    static PostgresBinaries in(Path cache) {
        PostgresBinaries binaries = located(cache);
        try {
            if (!binaries.complete()) {
                binaries.unpackOnce(resource());
            }
            return binaries;
        } catch (FileNotFoundException e) {
            throw missing();
        } catch (IOException e) {
            throw DatabaseErrors.because(
                    "PostgreSQL can't be unpacked into " + binaries.directory,
                    e,
                    "Provide 60 MB of free space and write permission, or set XDG_CACHE_HOME to another directory.");
        }
    }

    /** Where the programs for this machine are, or will be after a start. */
    static PostgresBinaries located(Path cache) {
        return new PostgresBinaries(cache.resolve("postgresql-" + VERSION + "-" + architecture()));
    }

    /** Throws {@code DATABASE_UNAVAILABLE} if the programs are neither unpacked nor part of this build. */
    void checkPrograms() {
        if (!complete() && PostgresBinaries.class.getResource(resource()) == null) {
            throw missing();
        }
    }

    private static String resource() {
        return "/postgres-linux-" + architecture() + ".txz";
    }

    private static YardmasterException missing() {
        return DatabaseErrors.because(
                "This build of Yardmaster does not contain PostgreSQL for Linux on " + architecture() + ".");
    }

    private static String architecture() {
        return architecture(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    /** The architecture as it is spelled in the names of the resources. */
    static String architecture(String system, String machine) {
        String known =
                switch (machine.toLowerCase(Locale.ROOT)) {
                    case "amd64", "x86_64" -> "x86_64";
                    case "aarch64", "arm64" -> "arm_64";
                    default -> "";
                };
        if (!system.equals("Linux") || known.isEmpty()) {
            throw DatabaseErrors.because(
                    "The embedded PostgreSQL is not available for " + system + " on " + machine + ".");
        }
        return known;
    }

    Path program(String name) {
        return directory.resolve("bin").resolve(name);
    }

    boolean complete() {
        return Files.isExecutable(program("postgres"));
    }

    /** The file lock excludes other processes; the monitor excludes other threads of this process. */
    private void unpackOnce(String resource) throws IOException {
        Files.createDirectories(directory.getParent());
        Path lock = directory.resolveSibling(directory.getFileName() + ".lock");
        synchronized (PostgresBinaries.class) {
            try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock _ = channel.lock()) {
                if (!complete()) {
                    unpack(resource);
                }
            }
        }
    }

    private void unpack(String resource) throws IOException {
        long start = System.nanoTime();
        Path unfinished = directory.resolveSibling(directory.getFileName() + ".unfinished");
        FileTree.delete(unfinished);
        try (InputStream archive = PostgresBinaries.class.getResourceAsStream(resource)) {
            if (archive == null) {
                throw new FileNotFoundException(resource);
            }
            Files.createDirectory(unfinished);
            Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwxr-xr-x"));
            TarXz.unpack(archive, unfinished);
            flush(unfinished);
            FileTree.delete(directory);
            Files.move(unfinished, directory, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            FileTree.tryDelete(unfinished);
        }
        LOG.infof(
                "postgres unpacked directory=%s ms=%d",
                directory, Duration.ofNanos(System.nanoTime() - start).toMillis());
    }

    /** Writes the files to disk, so that a power failure can't leave empty files under the final name. Skipped where {@code sync} is missing. */
    private static void flush(Path unfinished) throws IOException {
        if (DatabaseCommand.find("sync").isPresent()) {
            DatabaseCommand.run(
                    List.of("sync", "-f", unfinished.toString()), unfinished, List.of(), Duration.ofSeconds(20));
        }
    }
}
