package dev.yardmaster.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Removes what an earlier run left half done. */
final class FileTree {
    private static final Logger LOG = Logger.getLogger(FileTree.class);

    private FileTree() {}

    /** Deletes a directory with all that is in it, or nothing if it isn't there; symbolic links are not followed. */
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

    /** The same where a failure does no harm beyond the space it takes: it is logged, and the next start tries again. */
    static void tryDelete(Path directory) {
        try {
            delete(directory);
        } catch (IOException e) {
            LOG.warnf("leftover kept directory=%s reason=%s", directory, e);
        }
    }

    /** The entries of a directory whose names start so. */
    static List<Path> startingWith(Path directory, String prefix) throws IOException {
        try (Stream<Path> paths = Files.list(directory)) {
            return paths.filter(path -> path.getFileName().toString().startsWith(prefix))
                    .toList();
        }
    }
}
