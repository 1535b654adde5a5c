package dev.yardmaster.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Deletes directories, such as the incomplete ones of an earlier run. */
final class FileTree {
    private static final Logger LOG = Logger.getLogger(FileTree.class);

    private FileTree() {}

    /** Deletes a directory and its content, if it exists. Symbolic links are not followed. */
    static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Like {@link #delete}, but only logs failures. The directory then takes up space until the next start retries. */
    static void tryDelete(Path directory) {
        try {
            delete(directory);
        } catch (IOException e) {
            LOG.warnf("directory not deleted directory=%s reason=%s", directory, e);
        }
    }

    /** The entries of a directory whose names have a prefix. */
    static List<Path> startingWith(Path directory, String prefix) throws IOException {
        try (Stream<Path> paths = Files.list(directory)) {
            return paths.filter(path -> path.getFileName().toString().startsWith(prefix))
                    .toList();
        }
    }
}
