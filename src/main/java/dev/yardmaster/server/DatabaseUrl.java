package dev.yardmaster.server;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The URL of the user's database, from a variable or from a file. It contains a password, and agents can read the environment of the
 * service; the file can be removed when the service has started.
 */
final class DatabaseUrl {
    static final String VARIABLE = "YARDMASTER_DATABASE_URL";
    static final String FILE_VARIABLE = "YARDMASTER_DATABASE_URL_FILE";

    private DatabaseUrl() {}

    /** Returns the URL if the environment sets one. Throws {@code database_unavailable} if the file can't be read. */
    static Optional<String> in(Map<String, String> environment) {
        return value(environment, VARIABLE)
                .or(() -> value(environment, FILE_VARIABLE).map(DatabaseUrl::read));
    }

    private static Optional<String> value(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(it -> !it.isBlank());
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            throw new YardmasterException(
                    ErrorCode.DATABASE_UNAVAILABLE,
                    "The file " + file + " can't be read: " + e + ". Correct the path in " + FILE_VARIABLE
                            + " or the permissions of the file.",
                    e);
        }
    }
}
