package dev.yardmaster.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The content of {@code postmaster.pid} in the data directory of a server.
 *
 * @param pid the process id (line 1)
 * @param ready whether the server accepts connections (line 8)
 */
record PostmasterPid(long pid, boolean ready) {
    static Path file(Path data) {
        return data.resolve("postmaster.pid");
    }

    /** Empty if the file does not exist or is not complete yet. */
    static Optional<PostmasterPid> read(Path data) {
        try {
            List<String> lines = Files.readAllLines(file(data), StandardCharsets.ISO_8859_1);
            boolean ready = lines.size() >= 8 && lines.get(7).startsWith("ready");
            return Optional.of(new PostmasterPid(Long.parseLong(lines.getFirst().strip()), ready));
        } catch (IOException | NumberFormatException | NoSuchElementException _) {
            return Optional.empty();
        }
    }
}
