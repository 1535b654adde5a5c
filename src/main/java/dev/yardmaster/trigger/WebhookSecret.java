package dev.yardmaster.trigger;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret with which a sender shows that a request from outside is its own. Pure, except for {@link #create}.
 *
 * @param text {@code ymt_} and 32 random bytes in URL-safe Base64
 */
record WebhookSecret(String text) {
    private static final String PREFIX = "ymt_";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 32;
    private static final String SIGNATURE_PREFIX = "sha256=";
    private static final String BEARER_PREFIX = "Bearer ";

    static WebhookSecret create() {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        return new WebhookSecret(
                PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    }

    /**
     * Whether a request is signed with this secret, or contains it. A request with a signature needs a right one.
     *
     * @param signature the header {@code X-Hub-Signature-256}: {@code sha256=} and the HMAC-SHA-256 of the body in hexadecimal digits
     * @param authorization the header {@code Authorization}: {@code Bearer} and the secret
     */
    boolean accepts(byte[] body, Optional<String> signature, Optional<String> authorization) {
        return signature.isPresent()
                ? equal(signature.get(), SIGNATURE_PREFIX + HexFormat.of().formatHex(hmac(body)))
                : authorization
                        .filter(header -> equal(header, BEARER_PREFIX + text))
                        .isPresent();
    }

    private byte[] hmac(byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(text.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has " + ALGORITHM, e);
        }
    }

    /** Takes the same time for all texts of one length. */
    private static boolean equal(String given, String expected) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "WebhookSecret[]";
    }
}
