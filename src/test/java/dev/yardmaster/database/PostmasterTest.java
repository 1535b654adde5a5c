package dev.yardmaster.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yardmaster.problem.YardmasterException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PostmasterTest {
    @TempDir
    static Path home;

    private static Cluster cluster;

    @BeforeAll
    static void create() {
        cluster = Cluster.at(home, PostgresBinaries.in(EmbeddedPostgres.defaultCache()));
        ClusterCreation.createIfMissing(cluster);
    }

    @Test
    void shouldRetryWithAnotherPortIfThePortIsInUse() throws Exception {
        // Given
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral(Postmaster.HOST))) {
            Iterator<Integer> ports =
                    List.of(taken.getLocalPort(), Postmaster.freePort()).iterator();

            // When
            Postmaster server = Postmaster.start(cluster, ports::next);

            // Then
            assertThat(server.port()).isNotEqualTo(taken.getLocalPort());
            server.stop();
        }
    }

    @Test
    void shouldIncludeTheLogIfTheServerDoesNotStart() throws Exception {
        // Given
        Path settings = cluster.data().resolve("postgresql.auto.conf");
        Files.writeString(settings, "no_such_setting = 1\n");

        // When
        assertThatThrownBy(() -> Postmaster.start(cluster, Postmaster::freePort))
                // Then
                .isInstanceOf(YardmasterException.class)
                .hasMessageContainingAll(
                        "no_such_setting",
                        "exit code 1",
                        home.resolve("postgres.log").toString());
        Files.writeString(settings, "");
    }

    @Test
    void shouldStopTheServerIfTheStartIsInterrupted() {
        // Given
        Thread.currentThread().interrupt();

        // When
        assertThatThrownBy(() -> Postmaster.start(cluster, Postmaster::freePort))
                // Then
                .isInstanceOf(YardmasterException.class)
                .hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(PostmasterPid.file(cluster.data())).doesNotExist();
    }
}
