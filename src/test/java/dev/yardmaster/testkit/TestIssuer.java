package dev.yardmaster.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/**
 * An OpenID issuer on a port of the loopback address. Its own path {@code /sign} signs any claims, so that a test can use an issuer that another
 * class loader has started. For any thread.
 */
public final class TestIssuer implements AutoCloseable {
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final HttpServer server;
    private final PublicJsonWebKey key = newKey();

    public TestIssuer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        answer(
                "/.well-known/openid-configuration",
                new JsonObject()
                        .put("issuer", url())
                        .put("jwks_uri", url() + "/keys")
                        .encode());
        answer("/keys", new JsonWebKeySet(key).toJson());
        server.createContext("/", this::handle);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    /** The properties of a service that accepts its tokens. The groups of users have the names of the roles. */
    public Map<String, String> properties() {
        return Map.of(
                "yardmaster.openid.issuer", url(),
                "yardmaster.openid.audience", "yardmaster",
                "yardmaster.openid.roles.viewer", "viewer",
                "yardmaster.openid.roles.operator", "operator",
                "yardmaster.openid.roles.admin", "admin");
    }

    /** The issuer. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/crew";
    }

    /** Sets the body of the responses of a path below the issuer. */
    public void answer(String path, String body) {
        answers.put(path, body);
    }

    /** A new token of a user for the service under test. */
    public static String token(String user, List<String> groups) {
        String issuer = ConfigProvider.getConfig().getValue("yardmaster.openid.issuer", String.class);
        return sign(issuer, claims(issuer, Instant.now(), user, groups));
    }

    /** Signs claims with the key of an issuer. */
    public static String sign(String issuer, JsonObject claims) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(issuer + "/sign"))
                .POST(BodyPublishers.ofString(claims.encode()))
                .build();
        try {
            return HttpClient.newHttpClient()
                    .send(request, BodyHandlers.ofString())
                    .body();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The claims of a valid token. */
    public static JsonObject claims(String issuer, Instant now, String user, List<String> groups) {
        return new JsonObject()
                .put("iss", issuer)
                .put("aud", "yardmaster")
                .put("sub", "id-of-" + user)
                .put("preferred_username", user)
                .put("groups", groups)
                .put("exp", now.plusSeconds(300).getEpochSecond());
    }

    /** Signs claims. */
    public static String sign(JsonWebKey key, String algorithm, String claims) {
        var signature = new JsonWebSignature();
        signature.setPayload(claims);
        signature.setKey(key instanceof PublicJsonWebKey pair ? pair.getPrivateKey() : key.getKey());
        signature.setAlgorithmHeaderValue(algorithm);
        signature.setKeyIdHeaderValue(key.getKeyId());
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A new key with an id. */
    public static PublicJsonWebKey newKey() {
        try {
            PublicJsonWebKey created = EcJwkGenerator.generateJwk(EllipticCurves.P256);
            created.setKeyId(UUID.randomUUID().toString());
            return created;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().replaceFirst("^/crew", "");
        String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String body = path.equals("/sign") ? sign(key, "ES256", sent) : answers.getOrDefault(path, "");
        exchange.sendResponseHeaders(body.isEmpty() ? 404 : 200, 0);
        try (exchange) {
            exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
        }
    }
}
