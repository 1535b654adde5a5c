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

/** All tests share one home; in each test a predecessor has left processes or files in it. */
@Timeout(60)
class StaleServerCleanupTest {
    private static final Path CACHE = EmbeddedPostgres.defaultCache();

    @TempDir
    static Path home;

    private final ServerLog log = new ServerLog(home.resolve("postgres.log"));

    /** Stops a server that a failed test left running. */
    @AfterEach
    void stopServer() throws IOException {
        new StaleServerCleanup(home.toRealPath().resolve("data")).clear();
    }

    @Test
    void shouldStopTheServerOfAKilledService() throws Exception {
        // Given
        long orphan;
        long logged = log.size();
        try (ServiceProcess service = ServiceProcess.start(home, CACHE)) {
            List<String> ready = service.await("READY");
            Sql.query(ready.get(0), Cluster.ROLE, ready.get(1), "SELECT 1");
            service.kill();
            orphan = serverPid();
            assertThat(comm(orphan)).isEqualTo("postgres");
        }

        // When
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home, CACHE)) {
            // Then
            assertThat(serverPid()).isNotEqualTo(orphan);
            assertThat(Sql.query(postgres, "SELECT 1")).isEqualTo("1");
            assertThat(log.since(logged)).contains("shutting down").doesNotContain("not properly shut down");
        }
    }

    @Test
    void shouldRecoverAfterServiceAndServerWereKilledWithABusyConnection() throws Exception {
        // Given
        long logged = log.size();
        try (ServiceProcess service = ServiceProcess.start(home, CACHE)) {
            List<String> ready = service.await("READY");
            Thread busy = Thread.startVirtualThread(() -> spin(ready.get(0), ready.get(1)));
            await().until(() -> Sql.query(
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
            assertThat(Sql.query(postgres, "SELECT 1")).isEqualTo("1");
            assertThat(log.since(logged)).contains("not properly shut down");
        }
    }

    @Test
    void shouldNotTreatAnotherProgramAsAServer() throws Exception {
        // Given
        EmbeddedPostgres.start(home, CACHE).close();
        Process otherProgram = new ProcessBuilder("sleep", "60").start();
        Files.writeString(
                PostmasterPid.file(home.resolve("data")),
                otherProgram.pid() + "\n" + home.resolve("data") + "\n0\n5432\n\n127.0.0.1\n0 0\nready\n");

        // When
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(home, CACHE)) {
            // Then
            assertThat(Sql.query(postgres, "SELECT 1")).isEqualTo("1");
            assertThat(otherProgram.isAlive()).isTrue();
        } finally {
            otherProgram.destroyForcibly();
        }
    }

    @Test
    void shouldStopTheServerEvenIfInterruptSignalsAreIgnored() throws Exception {
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

    /** Keeps a connection so busy that its process does not notice the end of its server. */
    private static void spin(String url, String password) {
        try (Connection connection = Sql.connect(url, Cluster.ROLE, password);
                Statement statement = connection.createStatement()) {
            statement.execute("DO $$ BEGIN LOOP END LOOP; END $$");
        } catch (Exception _) {
            // The connection breaks when the server ends.
        }
    }

    private static long serverPid() {
        return PostmasterPid.read(home.resolve("data")).orElseThrow().pid();
    }

    private static String comm(long pid) throws IOException {
        return Files.readString(Path.of("/proc", Long.toString(pid), "comm")).strip();
    }
}
