package dev.yardmaster.idempotency;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Shows whether two requests are the same. It does not reveal what they contain, so it can be stored. */
final class Fingerprint {
    private Fingerprint() {}

    /**
     * The SHA-256 of a request.
     *
     * @param uri the path with the query, as it was sent
     */
    static byte[] of(String method, String uri, byte[] body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((method + " " + uri + "\n").getBytes(UTF_8));
            return digest.digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
