package dev.yardmaster.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.yardmaster.client.ClientException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A service behind a certificate that the Java runtime does not know. */
@Timeout(60)
class TrustedCertificatesTest {
    private static final String PASSWORD = "changeit";

    @TempDir
    private static Path directory;

    private static Path certificate;
    private static HttpsServer server;

    @BeforeAll
    static void start() throws Exception {
        Path keys = directory.resolve("keys.p12");
        keytool(
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=ip:127.0.0.1",
                "-keystore",
                keys.toString(),
                "-storepass",
                PASSWORD);
        certificate = directory.resolve("server.pem");
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "server",
                "-file",
                certificate.toString(),
                "-keystore",
                keys.toString(),
                "-storepass",
                PASSWORD);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context(keys)));
        server.createContext("/crew/api/caller", exchange -> {
            try (exchange) {
                byte[] body = "{\"name\":\"ci\"}".getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    @Test
    void shouldExplainACertificateThatIsNotTrusted() {
        // When
        ClientException failure = failure(Optional.empty());

        // Then
        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure)
                .hasMessageStartingWith("The certificate of https://127.0.0.1:")
                .hasMessageContaining("is not trusted")
                .hasMessageContaining("Let the variable SSL_CERT_FILE name a PEM file");
    }

    @Test
    void shouldTrustTheCertificatesInTheFile() throws Exception {
        // When
        String name =
                client(Optional.of(certificate)).get("/api/caller").path("name").asText();

        // Then
        assertThat(name).isEqualTo("ci");
    }

    @Test
    void shouldExplainAFileThatCannotBeUsed() throws Exception {
        // Given
        Path text = Files.writeString(directory.resolve("text.pem"), "no certificate");
        Path empty = Files.writeString(directory.resolve("empty.pem"), "");

        // When / Then
        assertThat(failure(Optional.of(directory.resolve("none.pem"))))
                .hasMessageContaining("none.pem (from SSL_CERT_FILE) can't be read");
        assertThat(failure(Optional.of(text)))
                .hasMessageContaining("text.pem (from SSL_CERT_FILE) has no certificates in the PEM format")
                .extracting(ClientException::kind)
                .isEqualTo(Kind.USAGE);
        assertThat(failure(Optional.of(empty))).hasMessageContaining("has no certificates in the PEM format");
    }

    @Test
    void shouldReadNoFileForAServiceWithoutTls() {
        // Given
        try (var plain = new ScriptedServer().thenStatus(200, "application/json", "{}")) {
            var target = new Target(
                    plain.target().address(), Optional.empty(), "the test", Optional.of(Path.of("/nonexistent.pem")));

            // When / Then
            assertThatCode(() -> new ApiClient(target).get("/api/caller")).doesNotThrowAnyException();
        }
    }

    private static ClientException failure(Optional<Path> certificates) {
        return catchThrowableOfType(
                ClientException.class, () -> client(certificates).get("/api/caller"));
    }

    private static ApiClient client(Optional<Path> certificates) {
        URI address = URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/crew");
        return new ApiClient(new Target(address, Optional.of("a-token"), "the test", certificates));
    }

    private static SSLContext context(Path keys) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor()).isZero();
    }
}
