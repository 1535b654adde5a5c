package dev.yardmaster.worktree;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** Finds git repositories, and work trees of such, below a directory. Follows no links. Blocks. */
record EmbeddedRepositories(Path directory) {
    List<Path> find() {
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
                    if (visited.equals(directory)
                            || !Files.exists(visited.resolve(".git"), LinkOption.NOFOLLOW_LINKS)) {
                        boolean isGit = visited.equals(directory.resolve(".git"));
                        return isGit ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                    }
                    found.add(visited);
                    return FileVisitResult.SKIP_SUBTREE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }
}
