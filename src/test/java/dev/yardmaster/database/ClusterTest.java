package dev.yardmaster.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.process.CommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterTest {
    private static final Path CACHE = EmbeddedPostgres.defaultCache();

    @TempDir
    Path home;

    @Test
    void shouldCreateTheClusterAfterAFirstStartWasKilled() throws Exception {
        // Given
        try (ServiceProcess service = ServiceProcess.start(home, CACHE)) {
            await().pollInterval(Duration.ofMillis(5))
                    .until(() ->
                            unfinished().stream().anyMatch(directory -> Files.exists(directory.resolve("global"))));
            service.kill();
        }
        assertThat(home.resolve("data")).doesNotExist();

        // When
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home, CACHE)) {
            // Then
            assertThat(Sql.query(postgres, "SELECT 1")).isEqualTo("1");
        }
        // The initdb of the killed start lives on for a moment; a later start deletes what it writes.
        await().until(() -> {
            EmbeddedPostgres.start(home, CACHE).close();
            return unfinished().isEmpty();
        });
    }

    @Test
    void shouldRejectDataOfAnotherVersionWithoutChangingIt() throws Exception {
        // Given
        Path data = Files.createDirectory(home.resolve("data"));
        Files.writeString(data.resolve("PG_VERSION"), "17\n");

        // When
        assertThatThrownBy(() -> EmbeddedPostgres.start(home, CACHE))
                // Then
                .isInstanceOf(YardmasterException.class)
                .hasMessageContainingAll(data.toString(), "PostgreSQL 17", "PostgreSQL 18", "YARDMASTER_DATABASE_URL");
        assertThat(data).isDirectoryContaining("glob:**/PG_VERSION");
        assertThat(home.toFile().list()).containsExactly("data");
    }

    @Test
    void shouldNameADirectoryThatCannotBeCreated() throws Exception {
        // Given
        Path file = Files.createFile(home.resolve("file"));

        // When
        assertThatThrownBy(() -> EmbeddedPostgres.start(file.resolve("postgres"), CACHE))
                // Then
                .isInstanceOf(YardmasterException.class)
                .hasMessageContainingAll(file.toString(), "--home", "YARDMASTER_DATABASE_URL");
    }

    @Test
    void shouldReportAFullDisk() throws Exception {
        // Given
        try (SmallDisk disk = SmallDisk.mount(home)) {
            // When
            assertThatThrownBy(() -> EmbeddedPostgres.start(disk.path(), CACHE))
                    // Then
                    .isInstanceOf(YardmasterException.class)
                    .hasMessageContainingAll(disk.path().toString(), "Check free disk space", "100 MB");
            assertThat(disk.path().toFile().list()).containsExactly("password");
        }
    }

    @Test
    void shouldReportAFullDiskOfTheCache() throws Exception {
        // Given
        try (SmallDisk disk = SmallDisk.mount(home)) {
            // When
            assertThatThrownBy(() -> PostgresBinaries.in(disk.path()))
                    // Then
                    .isInstanceOf(YardmasterException.class)
                    .hasMessageContainingAll(disk.path().toString(), "No space left on device", "60 MB");
        }
    }

    private List<Path> unfinished() throws IOException {
        return FileTree.startingWith(home, "data.unfinished-");
    }

    /** A file system with 20 MB. */
    private record SmallDisk(Path path) implements AutoCloseable {
        static SmallDisk mount(Path parent) throws IOException {
            Path path = Files.createDirectory(parent.resolve("disk"));
            List<String> mount = List.of("mount", "-t", "tmpfs", "-o", "size=20m", "tmpfs", path.toString());
            CommandRunner.Output mounted = DatabaseCommand.run(mount, parent, List.of(), Duration.ofSeconds(5));
            assumeThat(mounted.ok())
                    .as("a small disk can be mounted, which needs root: " + mounted.lastLines())
                    .isTrue();
            return new SmallDisk(path);
        }

        @Override
        public void close() throws IOException {
            DatabaseCommand.run(List.of("umount", path.toString()), path.getParent(), List.of(), Duration.ofSeconds(5));
        }
    }
}
