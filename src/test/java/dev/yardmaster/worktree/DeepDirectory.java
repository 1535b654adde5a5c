package dev.yardmaster.worktree;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A directory whose content has too long paths to be read, even for a user who may read everything. To be closed, because JUnit can't remove it.
 *
 * @param top the directory
 */
record DeepDirectory(Path top) implements AutoCloseable {
    private static final String LEVELS = ("n".repeat(200) + "/").repeat(12);

    static DeepDirectory create(Path top) {
        DeepDirectory created = new DeepDirectory(top);
        try {
            Files.createDirectories(top.resolve(LEVELS));
            Files.createDirectories(created.outside().resolve(LEVELS));
            Files.move(created.outside(), created.inside());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return created;
    }

    @Override
    public void close() {
        try {
            Files.move(inside(), outside());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path outside() {
        return top.resolve("half");
    }

    private Path inside() {
        return top.resolve(LEVELS).resolve("half");
    }
}
