package dev.yardmaster.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.yardmaster.problem.YardmasterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Running PostgreSQL as another user, which only root can test. */
@Timeout(60)
class RunAsTest {
    private static final Path CACHE = EmbeddedPostgres.defaultCache();

    @TempDir
    static Path shared;

    @TempDir
    Path directory;

    @BeforeEach
    void needsRoot() {
        assumeThat(RunAs.self()).as("only root can switch to another user").isZero();
    }

    /** The user 64321 has no name, as is common in containers that are started with a user id. */
    @ParameterizedTest
    @ValueSource(ints = {65534, 64321})
    void shouldRunAsAnOrdinaryUser(int uid) throws Exception {
        // Given
        openToAll(shared);
        openToAll(directory);
        List<String> user = List.of("setpriv", "--reuid=" + uid, "--regid=" + uid, "--clear-groups");

        // When
        try (ServiceProcess service =
                ServiceProcess.start(user, readableClassPath(), directory.resolve("home"), shared.resolve("cache"))) {
            // Then
            List<String> ready = service.await("READY");
            assertThat(Sql.query(ready.get(0), Cluster.ROLE, ready.get(1), "SELECT 1"))
                    .isEqualTo("1");
            service.finish();
            service.await("CLOSED");
            assertThat(Files.getAttribute(directory.resolve("home/data"), "unix:uid"))
                    .isEqualTo(uid);
        }
    }

    @Test
    void shouldSwitchToAnotherUserIfNamespacesAreForbidden() throws Exception {
        // Given
        PostgresBinaries binaries = PostgresBinaries.in(CACHE);
        Cluster cluster = new Cluster(
                directory.toRealPath(), binaries, RunAs.candidates(0).getLast());

        // When
        ClusterCreation.createIfMissing(cluster);
        Postmaster server = Postmaster.start(cluster, Postmaster::freePort);

        // Then
        String url = "jdbc:postgresql://127.0.0.1:" + server.port() + "/yardmaster";
        assertThat(Sql.query(url, Cluster.ROLE, cluster.password(), "SELECT 1")).isEqualTo("1");
        server.stop();
        assertThat(RunAs.choose(binaries, directory, OptionalLong.of(65534))).isEqualTo(cluster.runAs());
    }

    @Test
    void shouldRejectDataOfAnotherUser() {
        // When
        assertThatThrownBy(() -> RunAs.choose(PostgresBinaries.in(CACHE), directory, OptionalLong.of(1234)))
                // Then
                .isInstanceOf(YardmasterException.class)
                .hasMessageContainingAll("1234", directory.toString(), "YARDMASTER_DATABASE_URL");
    }

    private static void openToAll(Path path) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    /** A copy that other users can read; they have no access to the directories of root. */
    private List<Path> readableClassPath() throws IOException {
        List<Path> copies = new ArrayList<>();
        for (Path entry : ServiceProcess.classPath()) {
            Path copy = directory.resolve("classpath").resolve(copies.size() + "-" + entry.getFileName());
            Files.createDirectories(copy.getParent());
            DatabaseCommand.run(
                    List.of("cp", "-r", entry.toString(), copy.toString()),
                    directory,
                    List.of(),
                    Duration.ofMinutes(1));
            copies.add(copy);
        }
        return copies;
    }
}
