package dev.yardmaster.token;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.process.KnownSecrets;
import dev.yardmaster.secret.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The first admin token. It is stored in a file of the home that only its owner can read. */
final class HomeToken {
    /** The name of the file in the home. */
    static final String FILE_NAME = "admin-token";

    private HomeToken() {}

    /**
     * Reads the token of a home. Creates the token, and the home, if they don't exist. Only one server at a time may use a home. Blocks for a
     * moment.
     *
     * @throws YardmasterException {@code admin_token_unusable} if the file can't be read or written, or contains no token
     */
    static String of(Path home) {
        Path file = home.toAbsolutePath().resolve(FILE_NAME);
        try {
            if (Files.notExists(file)) {
                PrivateFile.write(file, TokenText.create() + "\n");
            }
            String token = validated(file, PrivateFile.read(file).strip());
            KnownSecrets.add(token);
            return token;
        } catch (IOException e) {
            throw new YardmasterException(
                    ErrorCode.ADMIN_TOKEN_UNUSABLE,
                    "The admin token " + file
                            + " can't be read or written. Make sure that its directory belongs to your user and that the disk"
                            + " is not full, or choose another home (--home).",
                    e);
        }
    }

    private static String validated(Path file, String token) {
        if (!TokenText.hasForm(token)) {
            throw new YardmasterException(
                    ErrorCode.ADMIN_TOKEN_UNUSABLE,
                    file + " contains no valid admin token. Delete the file; the next start creates a new token.");
        }
        return token;
    }
}
