package dev.yardmaster.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** All tests share one home. The first test creates the data. */
@Timeout(60)
class EmbeddedPostgresTest {
    @TempDir
    static Path home;

    @Test
    void shouldStartOnAnEmptyHome(@TempDir Path fresh) throws Exception {
        // When
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(fresh, EmbeddedPostgres.defaultCache())) {
            // Then
            assertThat(Sql.query(postgres, "SELECT current_database() || ' ' || current_user"))
                    .isEqualTo("yardmaster yardmaster");
            assertThat(postgres.reactiveUrl()).isEqualTo("postgresql://127.0.0.1:" + postgres.port() + "/yardmaster");
        }
    }

    @Test
    void shouldUseSafeSettingsAndAPortableSortOrder() throws Exception {
        // When
        try (EmbeddedPostgres postgres = start()) {
            // Then
            assertThat(setting(postgres, "fsync")).isEqualTo("on");
            assertThat(setting(postgres, "synchronous_commit")).isEqualTo("on");
            assertThat(setting(postgres, "server_encoding")).isEqualTo("UTF8");
            assertThat(setting(postgres, "listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(Sql.query(postgres, "SELECT string_agg(v, '' ORDER BY v) FROM unnest('{b,Z,ä,a}'::text[]) v"))
                    .isEqualTo("Zabä");
        }
    }

    @Test
    void shouldKeepDataAndPasswordAcrossRestarts() throws Exception {
        // Given
        String password;
        try (EmbeddedPostgres postgres = start()) {
            Sql.execute(postgres, "CREATE TABLE crew AS SELECT 'ada' AS name");
            password = postgres.password();
        }

        // When
        try (EmbeddedPostgres postgres = start()) {
            // Then
            assertThat(postgres.password()).isEqualTo(password);
            assertThat(Sql.query(postgres, "SELECT name FROM crew")).isEqualTo("ada");
        }
    }

    @Test
    void shouldRejectOtherUsers() throws Exception {
        // When
        try (EmbeddedPostgres postgres = start()) {
            // Then
            assertThatThrownBy(() -> Sql.connect(postgres.jdbcUrl(), postgres.username(), "guess"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
            assertThat(permissions("password")).isEqualTo("rw-------");
            assertThat(permissions("data")).isEqualTo("rwx------");
        }
    }

    @Test
    void shouldStopCompletelyWithClientsConnected() throws Exception {
        // Given
        EmbeddedPostgres postgres = start();
        long pid = serverPid();
        Connection client = Sql.connect(postgres.jdbcUrl(), postgres.username(), postgres.password());

        // When
        postgres.close();

        // Then
        assertThat(ProcessHandle.of(pid)).isEmpty();
        assertThat(PostmasterPid.file(home.resolve("data"))).doesNotExist();
        assertThat(client.isValid(1)).isFalse();
        assertThat(Files.readString(home.resolve("postgres.log"))).endsWith("database system is shut down\n");
    }

    @Test
    void shouldStopCleanlyInAnInterruptedThread() throws Exception {
        // Given
        EmbeddedPostgres postgres = start();
        Thread.currentThread().interrupt();

        // When
        postgres.close();

        // Then
        assertThat(Thread.interrupted()).isTrue();
        assertThat(Files.readString(home.resolve("postgres.log"))).endsWith("database system is shut down\n");
    }

    @Test
    void shouldRunWithoutTheTerminalAndWithASmallEnvironment() throws Exception {
        // When
        try (EmbeddedPostgres _ = start()) {
            // Then
            Path process = Path.of("/proc", Long.toString(serverPid()));
            String session = Files.readString(process.resolve("stat")).split(" ")[5];
            assertThat(session).isEqualTo(process.getFileName().toString());
            assertThat(Stream.of(Files.readString(process.resolve("environ")).split("\0"))
                            .map(variable -> variable.split("=")[0]))
                    .containsExactlyInAnyOrder("PATH", "HOME", "TMPDIR", "LC_ALL", "TZ");
        }
    }

    @Test
    void shouldRestartOnTheSamePortAfterACrash() throws Exception {
        // Given
        try (EmbeddedPostgres postgres = start()) {
            long crashed = serverPid();

            // When
            ProcessHandle.of(crashed).orElseThrow().destroyForcibly();

            // Then
            await().atMost(Duration.ofSeconds(20)).ignoreExceptions().untilAsserted(() -> {
                assertThat(serverPid()).isNotEqualTo(crashed);
                assertThat(Sql.query(postgres, "SELECT 1")).isEqualTo("1");
            });
        }
    }

    @Test
    void shouldLogNoStatementsAndRotateALargeLog() throws Exception {
        // Given
        Path log = home.resolve("postgres.log");
        Files.write(log, new byte[2 << 20]);

        // When
        try (EmbeddedPostgres postgres = start()) {
            assertThatThrownBy(() -> Sql.execute(postgres, "SELECT 'secret prompt'::int"))
                    .isInstanceOf(SQLException.class);
        }

        // Then
        assertThat(Files.readString(log))
                .contains("ready to accept connections")
                .doesNotContain("secret prompt");
        assertThat(home.resolve("postgres.log.1")).hasSize(2 << 20);
    }

    private static EmbeddedPostgres start() {
        return EmbeddedPostgres.start(home, EmbeddedPostgres.defaultCache());
    }

    private static String setting(EmbeddedPostgres postgres, String name) throws SQLException {
        return Sql.query(postgres, "SELECT current_setting('" + name + "')");
    }

    private static long serverPid() {
        return PostmasterPid.read(home.resolve("data")).orElseThrow().pid();
    }

    private static String permissions(String name) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(name)));
    }
}
