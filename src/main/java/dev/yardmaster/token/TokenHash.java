package dev.yardmaster.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The SHA-256 of a token, which is stored instead of the token. A slow hash, as for passwords, is not needed: a token is 256 random bits, so
 * no attacker finds it by trying. For the same reason a look-up by hash needs no constant time: a caller can't choose the hash.
 */
public record TokenHash(long first, long second, long third, long fourth) {
    private static final int BYTES = 32;

    public static TokenHash of(String token) {
        try {
            return of(MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    public static TokenHash of(byte[] hash) {
        ByteBuffer bytes = ByteBuffer.wrap(hash);
        return new TokenHash(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
    }

    public byte[] bytes() {
        return ByteBuffer.allocate(BYTES)
                .putLong(first)
                .putLong(second)
                .putLong(third)
                .putLong(fourth)
                .array();
    }
}
