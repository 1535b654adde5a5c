package dev.yardmaster.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.server.configuration.ConfigurationCheck;
import dev.yardmaster.testkit.ClosedPort;
import dev.yardmaster.testkit.RunningHome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortCheckTest {
    @TempDir
    private Path home;

    @Test
    void shouldFindAFreePort() {
        // When
        var finding = run(0);

        // Then
        assertThat(finding).isEqualTo(Finding.ok("port", "The port 127.0.0.1:0 is free."));
    }

    @Test
    void shouldNameThePortThatAnotherProgramUses() throws IOException {
        // Given
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // When
            var finding = run(other.getLocalPort());

            // Then
            assertThat(finding)
                    .isEqualTo(Finding.failed(
                            "port",
                            "The service can't listen on 127.0.0.1 port " + other.getLocalPort()
                                    + ": Address already in use.",
                            "Choose another port with --port, or another address with --host."));
        }
    }

    @Test
    void shouldRecognizeAYardmasterWithAnotherHome() {
        // Given
        try (var other = new FakeService()) {
            // When
            var finding = run(other.port());

            // Then
            assertThat(finding)
                    .isEqualTo(Finding.failed(
                            "port",
                            "A Yardmaster with another home uses the port 127.0.0.1:" + other.port() + ".",
                            "Choose another port: yardmaster start --port 8485. Or use the running one with --server "
                                    + other.address() + "."));
        }
    }

    @Test
    void shouldRecognizeTheServiceOfTheHome() throws IOException {
        // Given
        try (var _ = new RunningHome(home, URI.create("http://127.0.0.1:8999"))) {
            // When
            var finding = run(ClosedPort.number());

            // Then
            assertThat(finding)
                    .isEqualTo(Finding.ok("port", "The service of this home listens at http://127.0.0.1:8999."));
        }
    }

    private Finding run(int port) {
        var environment = Map.of("QUARKUS_HTTP_PORT", String.valueOf(port));
        return new PortCheck(home, new ConfigurationCheck(environment, home))
                .run()
                .getFirst();
    }
}
