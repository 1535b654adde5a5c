package dev.yardmaster.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** All tests share one home, each with what a predecessor left in it. */
@Timeout(60)
class StaleServerCleanupTest {
    private static final Path CACHE = EmbeddedPostgres.defaultCache();

    @TempDir
    static Path home;

    private final ServerLog log = new ServerLog(home.resolve("postgres.log"));

    /** A server that a test failed to stop. */
    @AfterEach
    void clear() throws IOException {
        new StaleServerCleanup(home.toRealPath().resolve("data")).clear();
    }

    @Test
    void shouldTakeOverFromAKilledService() throws Exception {
        // Given
        long orphan;
        long logged = log.size();
        try (ServiceProcess service = ServiceProcess.start(home, CACHE)) {
            List<String> ready = service.await("READY");
            Sql.ask(ready.get(0), Cluster.ROLE, ready.get(1), "SELECT 1");
            service.kill();
            orphan = serverPid();
            assertThat(comm(orphan)).isEqualTo("postgres");
        }

        // When
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home, CACHE)) {
            // Then
            assertThat(serverPid()).isNotEqualTo(orphan);
            assertThat(Sql.ask(postgres, "SELECT 1")).isEqualTo("1");
            assertThat(log.since(logged)).contains("shutting down").doesNotContain("not properly shut down");
        }
    }

    @Test
    void shouldRecoverWhenServiceAndServerWereKilledWithABusySession() throws Exception {
        // Given
        long logged = log.size();
        try (ServiceProcess service = ServiceProcess.start(home, CACHE)) {
            List<String> ready = service.await("READY");
            Thread busy = Thread.startVirtualThread(() -> spin(ready.get(0), ready.get(1)));
            await().until(() -> Sql.ask(
                            ready.get(0),
                            Cluster.ROLE,
                            ready.get(1),
                            "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'DO %' AND state = 'active'")
                    .equals("1"));
            service.kill();
            ProcessHandle.of(serverPid()).orElseThrow().destroyForcibly();
        }

        // When
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home, CACHE)) {
            // Then
            assertThat(Sql.ask(postgres, "SELECT 1")).isEqualTo("1");
            assertThat(log.since(logged)).contains("not properly shut down");
        }
    }

    @Test
    void shouldNotMistakeAnotherProgramForAServer() throws Exception {
        // Given
        EmbeddedPostgres.start(home, CACHE).close();
        Process stranger = new ProcessBuilder("sleep", "60").start();
        Files.writeString(
                PostmasterPid.file(home.resolve("data")),
                stranger.pid() + "\n" + home.resolve("data") + "\n0\n5432\n\n127.0.0.1\n0 0\nready\n");

        // When
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home, CACHE)) {
            // Then
            assertThat(Sql.ask(postgres, "SELECT 1")).isEqualTo("1");
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void shouldStopTheServerWhereInterruptsAreIgnored() throws Exception {
        // Given
        List<String> background = List.of("/bin/sh", "-c", "trap '' INT; exec \"$@\"", "sh");
        try (ServiceProcess service = ServiceProcess.start(background, ServiceProcess.classPath(), home, CACHE)) {
            service.await("READY");
            long logged = log.size();
            long start = System.nanoTime();

            // When
            service.finish();

            // Then
            service.await("CLOSED");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
            assertThat(log.since(logged)).contains("received fast shutdown request");
        }
    }

    /** Keeps a session so busy that it doesn't see its server die. */
    private static void spin(String url, String password) {
        try (Connection connection = Sql.connect(url, Cluster.ROLE, password);
                Statement statement = connection.createStatement()) {
            statement.execute("DO $$ BEGIN LOOP END LOOP; END $$");
        } catch (Exception _) {
            // It ends with the server.
        }
    }

    private static long serverPid() {
        return PostmasterPid.read(home.resolve("data")).orElseThrow().pid();
    }

    private static String comm(long pid) throws IOException {
        return Files.readString(Path.of("/proc", Long.toString(pid), "comm")).strip();
    }
}
