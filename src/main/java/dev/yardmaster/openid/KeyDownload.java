package dev.yardmaster.openid;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/**
 * Downloads the keys of an issuer. If their place is not configured, the issuer's configuration names it (OpenID Connect Discovery 1.0). Each
 * response has a time limit and a size limit; redirects are not followed. The texts of its errors never contain a part of a response but URLs.
 * Blocks, so it runs on virtual threads.
 */
final class KeyDownload implements IssuerKeys.Source {
    static final Duration TIMEOUT = Duration.ofSeconds(4);
    static final int LARGEST_BYTES = 256 * 1024;

    private static final String DISCOVERY = "/.well-known/openid-configuration";

    private final String issuer;
    private final Optional<URI> jwks;
    private final Duration timeout;
    private final HttpClient http;

    /** @param jwks the place of the keys; empty if the issuer's configuration names it */
    KeyDownload(String issuer, Optional<URI> jwks, Duration timeout) {
        this.issuer = issuer;
        this.jwks = jwks;
        this.timeout = timeout;
        this.http = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .executor(Thread::startVirtualThread)
                .build();
    }

    @Override
    public List<JsonWebKey> read() throws IOException {
        URI place = jwks.isPresent() ? jwks.get() : discover();
        List<JsonWebKey> keys =
                keys(place).stream().filter(PublicJsonWebKey.class::isInstance).toList();
        if (keys.isEmpty()) {
            throw new IOException(place + " contains no public key");
        }
        return keys;
    }

    private List<JsonWebKey> keys(URI place) throws IOException {
        try {
            return new JsonWebKeySet(get(place)).getJsonWebKeys();
        } catch (JoseException _) {
            throw new IOException(place + " is no JSON Web Key Set");
        }
    }

    private URI discover() throws IOException {
        URI place = URI.create(issuer.replaceFirst("/$", "") + DISCOVERY);
        JsonNode configuration = Json.parse(get(place));
        String named = configuration.path("issuer").asText();
        if (!named.equals(issuer)) {
            throw new IOException(place + " is the configuration of the issuer '" + shortened(named)
                    + "'. If that is the right one, set yardmaster.openid.issuer to it");
        }
        String keys = configuration.path("jwks_uri").asText();
        if (!IssuerUrl.isAllowed(keys)) {
            throw new IOException("the jwks_uri in " + place + " is '" + shortened(keys) + "', but it must be "
                    + IssuerUrl.REQUIREMENT);
        }
        return URI.create(keys);
    }

    private String get(URI place) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(place)
                .header("Accept", "application/json")
                .header("User-Agent", "Yardmaster")
                .GET()
                .build();
        CompletableFuture<HttpResponse<byte[]>> exchange =
                http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_BYTES));
        try {
            HttpResponse<byte[]> response = exchange.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() != 200) {
                throw new IOException(place + " returned the status " + response.statusCode());
            }
            return new String(response.body(), StandardCharsets.UTF_8);
        } catch (ExecutionException e) {
            throw new IOException(place + " can't be read: " + e.getCause());
        } catch (TimeoutException _) {
            throw new IOException(place + " did not respond within " + timeout.toMillis() + " ms");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IOException("the service is shutting down");
        } finally {
            // Ends a request that has taken too long.
            exchange.cancel(true);
        }
    }

    private static String shortened(String url) {
        return url.substring(0, Math.min(url.length(), 200)).replaceAll("\\p{C}", "?");
    }
}
