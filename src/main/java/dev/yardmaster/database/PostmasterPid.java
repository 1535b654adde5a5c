package dev.yardmaster.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * What a server says of itself in the {@code postmaster.pid} of its data directory.
 *
 * @param pid line 1
 * @param ready whether it takes connections: line 8
 */
record PostmasterPid(long pid, boolean ready) {
    static Path file(Path data) {
        return data.resolve("postmaster.pid");
    }

    /** Empty if there is no such file, or it isn't written to its end yet. */
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
