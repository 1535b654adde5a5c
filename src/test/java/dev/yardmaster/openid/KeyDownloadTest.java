package dev.yardmaster.openid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.yardmaster.testkit.ClosedPort;
import dev.yardmaster.testkit.TestIssuer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jose4j.jwk.JsonWebKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class KeyDownloadTest {
    private static final Duration LONG = Duration.ofSeconds(40);
    private static final String DISCOVERY = "/.well-known/openid-configuration";

    private final TestIssuer issuer = new TestIssuer();

    @AfterEach
    void stop() {
        issuer.close();
    }

    @Test
    void shouldFindTheKeysThroughTheConfigurationOfTheIssuer() throws IOException {
        // Given
        var download = new KeyDownload(issuer.url(), Optional.empty(), LONG);

        // When
        List<JsonWebKey> keys = download.read();

        // Then
        assertThat(keys).hasSize(1);
    }

    @Test
    void shouldUseTheConfiguredPlace() throws IOException {
        // Given
        issuer.answer(DISCOVERY, "gone");
        var download = new KeyDownload(issuer.url(), Optional.of(URI.create(issuer.url() + "/keys")), LONG);

        // When
        List<JsonWebKey> keys = download.read();

        // Then
        assertThat(keys).hasSize(1);
    }

    @Test
    void shouldRefuseTheConfigurationOfAnotherIssuer() {
        // Given
        issuer.answer(
                DISCOVERY,
                new JsonObject().put("issuer", "https://other.example").encode());
        var download = new KeyDownload(issuer.url(), Optional.empty(), LONG);

        // When / Then
        assertThatThrownBy(download::read)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(
                        "'https://other.example'. If that is the right one, set yardmaster.openid.issuer");
    }

    @Test
    void shouldRefuseAPlaceWithoutTls() {
        // Given
        JsonObject configuration =
                new JsonObject().put("issuer", issuer.url()).put("jwks_uri", "http://id.example/keys");
        issuer.answer(DISCOVERY, configuration.encode());
        var download = new KeyDownload(issuer.url(), Optional.empty(), LONG);

        // When / Then
        assertThatThrownBy(download::read)
                .hasMessageContaining("'http://id.example/keys', but it must be an https URL");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            canary                                                             | is no JSON Web Key Set
            [1, "canary"]                                                      | is no JSON Web Key Set
            {"keys": []}                                                       | contains no public key
            {"keys": [{"kty": "oct", "k": "Y2FuYXJ5Y2FuYXJ5Y2FuYXJ5Y2FuYXJ5"}]} | contains no public key
            {"keys": [{"kty": "RSA", "n": "canary"}, {"kty": "canary"}]}       | contains no public key
            ``                                                                 | returned the status 404
            """)
    void shouldReportThatTheResponseContainsNoKeysWithoutShowingIt(String body, String reason) {
        // Given
        issuer.answer("/keys", body);
        var download = new KeyDownload(issuer.url(), Optional.empty(), LONG);

        // When / Then
        assertThatThrownBy(download::read)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(issuer.url() + "/keys " + reason)
                .message()
                .doesNotContain("canary");
    }

    @Test
    void shouldKeepTheKeysThatItUnderstands() throws IOException {
        // Given
        JsonObject key = new JsonObject(TestIssuer.newKey().toJson());
        issuer.answer(
                "/keys",
                new JsonObject()
                        .put("keys", List.of(new JsonObject().put("kty", "new"), key, new JsonObject()))
                        .encode());
        var download = new KeyDownload(issuer.url(), Optional.empty(), LONG);

        // When
        List<JsonWebKey> keys = download.read();

        // Then
        assertThat(keys).extracting(JsonWebKey::getKeyId).containsExactly(key.getString("kid"));
    }

    @Test
    void shouldNotReadAHugeResponse() {
        // Given
        issuer.answer("/keys", "{\"keys\": [" + " ".repeat(KeyDownload.LARGEST_BYTES) + "]}");
        var download = new KeyDownload(issuer.url(), Optional.empty(), LONG);

        // When / Then
        assertThatThrownBy(download::read).isInstanceOf(IOException.class).hasMessageContaining("can't be read");
    }

    @Test
    void shouldNotWaitForAnIssuerThatHangs() throws IOException {
        // Given
        try (var hanging = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String url = "http://127.0.0.1:" + hanging.getLocalPort();
            var download = new KeyDownload(url, Optional.empty(), Duration.ofMillis(200));

            // When / Then
            assertThatThrownBy(download::read).hasMessageEndingWith("did not respond within 200 ms");
        }
    }

    @Test
    void shouldNotFollowRedirects() throws IOException {
        // Given
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("Location", issuer.url() + "/keys");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        other.start();
        URI place = URI.create("http://127.0.0.1:" + other.getAddress().getPort() + "/");

        // When / Then
        try {
            assertThatThrownBy(new KeyDownload(issuer.url(), Optional.of(place), LONG)::read)
                    .hasMessageEndingWith("returned the status 302");
        } finally {
            other.stop(0);
        }
    }

    @Test
    void shouldReportThatNobodyListens() {
        // Given
        var download = new KeyDownload("http://127.0.0.1:" + ClosedPort.number(), Optional.empty(), LONG);

        // When / Then
        assertThatThrownBy(download::read).isInstanceOf(IOException.class).hasMessageContaining("can't be read");
    }
}
