package dev.yardmaster.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.process.KnownSecrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * The token that allows everything. It is stored in a file of the home that only its owner can read. Only its hash is
 * compared. Immutable.
 */
final class AdminToken {
    /** The name of the file in the home. */
    static final String FILE_NAME = "admin-token";

    private static final String PREFIX = "ym_";
    private static final int RANDOM_BYTES = 32;
    private static final Pattern FORM = Pattern.compile("ym_[A-Za-z0-9_-]{43}");

    private final byte[] hash;

    private AdminToken(String token) {
        this.hash = sha256(token);
        KnownSecrets.add(token);
    }

    /**
     * Reads the token of a home. Creates the token, and the home, if they don't exist. Only one server at a time may use a home.
     *
     * @throws YardmasterException {@code admin_token_unusable} if the file can't be read or written, or contains no token
     */
    static AdminToken of(Path home) {
        Path file = home.toAbsolutePath().resolve(FILE_NAME);
        try {
            if (Files.notExists(file)) {
                PrivateFile.write(file, newToken() + "\n");
            }
            return new AdminToken(validated(file, PrivateFile.read(file).strip()));
        } catch (IOException e) {
            throw new YardmasterException(
                    ErrorCode.ADMIN_TOKEN_UNUSABLE,
                    "The admin token " + file
                            + " can't be read or written. Make sure that its directory belongs to your user and that the disk"
                            + " is not full, or choose another home (--home).",
                    e);
        }
    }

    /** Compares a candidate with the token, in a time that does not depend on how much of it is right. */
    boolean matches(String candidate) {
        return MessageDigest.isEqual(hash, sha256(candidate));
    }

    private static String validated(Path file, String token) {
        if (!FORM.matcher(token).matches()) {
            throw new YardmasterException(
                    ErrorCode.ADMIN_TOKEN_UNUSABLE,
                    file + " contains no valid admin token. Delete the file; the next start creates a new token.");
        }
        return token;
    }

    private static String newToken() {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
