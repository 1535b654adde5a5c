package dev.yardmaster.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.process.CommandRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class PostgresBinariesTest {
    @TempDir
    Path directory;

    @Test
    @Timeout(60)
    void shouldUnpackOnceForConcurrentThreadsAndProcesses() throws Exception {
        // Given
        Path cache = directory.resolve("cache");
        Path incomplete = cache.resolve("postgresql-18.6.0-" + architecture() + ".unfinished/bin/postgres");
        Files.createDirectories(incomplete.getParent());
        Files.writeString(incomplete, "half");

        // When
        try (ServiceProcess other = ServiceProcess.start(directory.resolve("home"), cache)) {
            CompletableFuture<PostgresBinaries> one = CompletableFuture.supplyAsync(() -> PostgresBinaries.in(cache));
            CompletableFuture<PostgresBinaries> two = CompletableFuture.supplyAsync(() -> PostgresBinaries.in(cache));

            // Then
            other.await("READY");
            assertThat(one.get()).isEqualTo(two.get());
            assertThat(cache.toFile().list())
                    .containsExactlyInAnyOrder(
                            one.get().directory().getFileName().toString(),
                            one.get().directory().getFileName() + ".lock");
            assertThat(one.get().directory().resolve("lib/libpq.so.5")).isSymbolicLink();
            other.finish();
            other.await("CLOSED");
        }
    }

    @Test
    void shouldContainTheDeclaredVersion() throws Exception {
        // Given
        PostgresBinaries binaries = PostgresBinaries.in(EmbeddedPostgres.defaultCache());
        List<String> version = List.of(binaries.program("postgres").toString(), "--version");

        // When
        CommandRunner.Output output = DatabaseCommand.run(version, directory, List.of(), Duration.ofSeconds(10));

        // Then
        assertThat(output.stdout().strip() + ".0").endsWith(" " + PostgresBinaries.VERSION);
        assertThat(PostgresBinaries.VERSION).startsWith(PostgresBinaries.MAJOR + ".");
        assertThat(PostgresBinaries.class.getResource("/postgres-linux-" + architecture() + ".txz"))
                .asString()
                .contains("-" + PostgresBinaries.VERSION + ".jar");
    }

    @Test
    void shouldNameTheAlternativeOnAnUnsupportedPlatform() {
        // When
        assertThatThrownBy(() -> PostgresBinaries.architecture("Mac OS X", "aarch64"))
                // Then
                .isInstanceOf(YardmasterException.class)
                .hasMessageContainingAll("Mac OS X", "aarch64", "YARDMASTER_DATABASE_URL");
    }

    @Test
    void shouldNameACacheThatIsNotWritable() throws Exception {
        // Given
        Path file = Files.createFile(directory.resolve("file"));

        // When
        assertThatThrownBy(() -> PostgresBinaries.in(file.resolve("cache")))
                // Then
                .isInstanceOf(YardmasterException.class)
                .hasMessageContainingAll(file.toString(), "XDG_CACHE_HOME", "YARDMASTER_DATABASE_URL");
    }

    private static String architecture() {
        return PostgresBinaries.architecture(System.getProperty("os.name"), System.getProperty("os.arch"));
    }
}
