package dev.yardmaster.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.process.KnownSecrets;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Encrypts secrets for the database (AES-256-GCM, each with a new nonce). The key is in a file of the home that only its owner can read. The
 * first encryption creates it. So the database, or a copy of it, does not reveal secrets. Services that share a database need the same key.
 * Each call reads the key file again and blocks for a moment. The secrets and the key become {@link KnownSecrets}. For any thread.
 */
@Singleton
public class SecretBox {
    /** The name of the key file in the home. */
    static final String FILE_NAME = "secret-key";

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final String PREFIX = "v1:";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecureRandom random = new SecureRandom();
    private final Path file;

    @Inject
    public SecretBox(@ConfigProperty(name = "yardmaster.home") Path home) {
        this.file = home.toAbsolutePath().resolve(FILE_NAME);
    }

    /**
     * Encrypts a secret.
     *
     * @param place where the secret is stored; it can be decrypted with the same place only
     * @throws YardmasterException {@code secret_key_unusable} if the key can't be read or created
     */
    public String seal(String secret, String place) {
        KnownSecrets.add(secret);
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key(true), nonce, place).doFinal(secret.getBytes(UTF_8));
            byte[] all = ByteBuffer.allocate(nonce.length + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
            return PREFIX + Base64.getEncoder().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has " + CIPHER, e);
        }
    }

    /**
     * Decrypts a secret that was encrypted for a place.
     *
     * @throws YardmasterException {@code secret_key_unusable} if the key is missing or is not the one used for the encryption
     */
    public String open(String sealed, String place) {
        try {
            byte[] all = Base64.getDecoder().decode(sealed.substring(PREFIX.length()));
            byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
            byte[] secret = cipher(Cipher.DECRYPT_MODE, key(false), nonce, place)
                    .doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES);
            String opened = new String(secret, UTF_8);
            KnownSecrets.add(opened);
            return opened;
        } catch (AEADBadTagException e) {
            throw unusable("is not the key that the secret was encrypted with", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has " + CIPHER, e);
        }
    }

    private static Cipher cipher(int mode, byte[] key, byte[] nonce, String place) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(place.getBytes(UTF_8));
        return cipher;
    }

    /** Synchronized, so that only one thread creates the key. */
    private synchronized byte[] key(boolean create) {
        try {
            if (create && Files.notExists(file)) {
                byte[] key = new byte[KEY_BYTES];
                random.nextBytes(key);
                PrivateFile.write(file, Base64.getEncoder().encodeToString(key) + "\n");
            }
            String encoded = PrivateFile.read(file).strip();
            byte[] key = Base64.getDecoder().decode(encoded);
            if (key.length != KEY_BYTES) {
                throw new IllegalArgumentException("not " + KEY_BYTES + " bytes");
            }
            KnownSecrets.add(encoded);
            return key;
        } catch (IOException | IllegalArgumentException e) {
            throw unusable("is missing, can't be read or written, or is not a valid key", e);
        }
    }

    private YardmasterException unusable(String what, Exception cause) {
        return new YardmasterException(
                ErrorCode.SECRET_KEY_UNUSABLE,
                "The key in " + file + " " + what + ". Put the right file back, or store the secret again.",
                cause);
    }
}
