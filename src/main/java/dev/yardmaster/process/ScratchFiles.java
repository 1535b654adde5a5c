package dev.yardmaster.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Removes the files that were written for a child process. */
public final class ScratchFiles {
    private static final Logger LOG = Logger.getLogger(ScratchFiles.class);

    private ScratchFiles() {}

    /** Removes a directory and its contents, if it exists. A failure is logged only, because leftover files do no harm. */
    public static void remove(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warnf("state=scratch_kept directory=%s reason=%s", directory, e);
        }
    }
}
