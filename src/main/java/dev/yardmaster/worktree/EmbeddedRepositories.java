package dev.yardmaster.worktree;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The git repositories, and work trees of such, below a directory: also what only looks like one, and what is inside of another one.
 *
 * @param found their directories, outer ones first
 * @param unreadable what can't be read, so that there may be more of them
 */
record EmbeddedRepositories(List<Path> found, List<Path> unreadable) {
    /** Looks for them. Follows no links. Blocks. */
    static EmbeddedRepositories below(Path directory) {
        var walk = new Walk(directory);
        try {
            Files.walkFileTree(directory, walk);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new EmbeddedRepositories(List.copyOf(walk.found), List.copyOf(walk.unreadable));
    }

    private static final class Walk extends SimpleFileVisitor<Path> {
        private final List<Path> found = new ArrayList<>();
        private final List<Path> unreadable = new ArrayList<>();
        private final Path top;

        private Walk(Path top) {
            this.top = top;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            if (directory.endsWith(".git")) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            if (!directory.equals(top) && Files.exists(directory.resolve(".git"), LinkOption.NOFOLLOW_LINKS)) {
                found.add(directory);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return failed(file, failure);
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) {
            return failure == null ? FileVisitResult.CONTINUE : failed(directory, failure);
        }

        private FileVisitResult failed(Path file, IOException failure) {
            // An agent may be deleting files.
            if (!(failure instanceof NoSuchFileException)) {
                unreadable.add(file);
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
