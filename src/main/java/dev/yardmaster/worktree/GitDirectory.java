package dev.yardmaster.worktree;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The directory in which a repository keeps the index and HEAD of one of its worktrees. The repository says which one it is: an agent can write
 * in its worktree what it likes, also into the file {@code .git}. Blocks.
 *
 * @param path the directory, below {@code worktrees} of the repository's git directory
 * @param workTree the directory of the worktree, without links
 */
record GitDirectory(Path path, Path workTree) {
    private static final String LINK = "gitdir: ";
    /** More than a path can need, in bytes. */
    private static final int LONGEST_FILE = 16_384;

    /**
     * Finds the git directory of a worktree; empty if the repository has no such worktree.
     *
     * @param repository the git directory of the repository
     * @param worktree a directory
     */
    static Optional<GitDirectory> find(Path repository, Path worktree) {
        Path all = repository.resolve("worktrees");
        if (!Files.isDirectory(worktree) || !Files.isDirectory(all)) {
            return Optional.empty();
        }
        try (Stream<Path> entries = Files.list(all)) {
            Path workTree = worktree.toRealPath();
            String link = workTree.resolve(".git").toString();
            return entries.filter(entry -> text(entry.resolve("gitdir"))
                            .filter(it ->
                                    entry.resolve(it).normalize().toString().equals(link))
                            .isPresent())
                    .findFirst()
                    .map(entry -> new GitDirectory(entry, workTree));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the file {@code .git} of the worktree is as git has written it, so that the agent's git uses the same repository. */
    boolean isLinked() {
        return text(workTree.resolve(".git"))
                .filter(it -> it.startsWith(LINK))
                .filter(it -> isSame(workTree.resolve(it.substring(LINK.length()))))
                .isPresent();
    }

    private boolean isSame(Path other) {
        try {
            return Files.isSameFile(other, path);
        } catch (IOException _) {
            return false;
        }
    }

    /** The text of a small file, without the line feed at its end. */
    private static Optional<String> text(Path file) {
        try {
            return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) <= LONGEST_FILE
                    ? Optional.of(Files.readString(file).replaceFirst("\\n+\\z", ""))
                    : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
