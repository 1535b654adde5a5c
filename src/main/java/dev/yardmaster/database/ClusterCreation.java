package dev.yardmaster.database;

import dev.yardmaster.process.CommandRunner;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Creates a new data directory under a temporary name and renames it when it is complete. The next start deletes an incomplete one.
 */
final class ClusterCreation {
    private static final Logger LOG = Logger.getLogger(ClusterCreation.class);
    private static final String UNFINISHED = "data.unfinished-";
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Cluster cluster;
    /** Unique, because an {@code initdb} of a killed predecessor may still be writing into its directory. */
    private final Path unfinished;

    private ClusterCreation(Cluster cluster) {
        this.cluster = cluster;
        this.unfinished = cluster.directory().resolve(UNFINISHED + UUID.randomUUID());
    }

    /** Creates the data directory with its role, password and database, unless it exists. */
    static void createIfMissing(Cluster cluster) {
        try {
            FileTree.startingWith(cluster.directory(), UNFINISHED).forEach(FileTree::tryDelete);
            if (!Files.exists(cluster.data())) {
                new ClusterCreation(cluster).create();
            }
        } catch (IOException e) {
            throw DatabaseErrors.because(
                    "The database can't be created in " + cluster.directory(),
                    e,
                    "Provide 100 MB of free space and write permission, or choose another home (--home).");
        }
    }

    private void create() throws IOException {
        long start = System.nanoTime();
        try {
            writePassword();
            initialize();
            createDatabase();
            Files.move(unfinished, cluster.data(), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            FileTree.tryDelete(unfinished);
        }
        LOG.infof(
                "postgres initialized directory=%s ms=%d",
                cluster.data(), Duration.ofNanos(System.nanoTime() - start).toMillis());
    }

    private void writePassword() throws IOException {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        Files.deleteIfExists(cluster.passwordFile());
        try (FileChannel file = FileChannel.open(
                cluster.passwordFile(),
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            file.write(ByteBuffer.wrap((password + "\n").getBytes(StandardCharsets.UTF_8)));
            file.force(true);
        }
    }

    /** The builtin locale sorts in the same order on all systems, and after each upgrade of the C library. */
    private void initialize() throws IOException {
        run(
                List.of(),
                cluster.command(
                        "initdb",
                        "--pgdata=" + unfinished,
                        "--username=" + Cluster.ROLE,
                        "--pwfile=" + cluster.passwordFile(),
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--no-instructions"));
    }

    /** Uses the single-user mode, which requires no server, port or connection. */
    private void createDatabase() throws IOException {
        run(
                List.of("CREATE DATABASE " + Cluster.DATABASE),
                cluster.command(
                        "postgres", "--single", "-D", unfinished.toString(), "-c", "exit_on_error=on", "postgres"));
    }

    private void run(List<String> input, List<String> command) throws IOException {
        CommandRunner.Output output = DatabaseCommand.run(command, cluster.directory(), input, LIMIT);
        if (!output.ok()) {
            throw new IOException("exit code " + output.exit().code() + ": " + output.lastLines());
        }
    }
}
