package dev.yardmaster.worktree;

import dev.yardmaster.git.Git;
import dev.yardmaster.git.GitFailure;
import dev.yardmaster.process.CommandRunner.Output;
import dev.yardmaster.process.PrivateDirectory;
import dev.yardmaster.process.ScratchFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The state of a work tree as trees of git. It is taken with a copy of the index, so the work tree's own index and HEAD stay as they are.
 *
 * @param tree all files, except those that git ignores
 * @param staged what was staged, if the index has no conflicts
 * @param head the commit that is checked out, if there is one
 * @param problem what the tree lacks; empty if it is complete
 */
record Snapshot(String tree, Optional<String> staged, Optional<String> head, Optional<String> problem) {
    /** git prints no more than this of a list; a longer one is cut. */
    private static final int LONGEST_LIST = 4_000_000;

    /**
     * Takes a snapshot. Blocks.
     *
     * @param scratch a directory for the copy of the index
     */
    static Snapshot of(Checkout checkout, Path scratch) {
        Git git = checkout.git();
        Optional<String> base = git.commit(Checkpoints.prefix(checkout.place().task()) + 0);
        Path directory = scratch.resolve("snapshot-" + UUID.randomUUID());
        try {
            PrivateDirectory.create(directory);
            Path index = directory.resolve("index");
            Path original = Path.of(git.run("rev-parse", "--absolute-git-dir"), "index");
            if (Files.exists(original)) {
                // git compares the times of files with that of the index.
                Files.copy(original, index, StandardCopyOption.COPY_ATTRIBUTES);
            }
            return of(git, git.withIndex(index), base);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            ScratchFiles.remove(directory);
        }
    }

    private static Snapshot of(Git git, Git copy, Optional<String> base) {
        Optional<String> head = git.commit("HEAD");
        Optional<String> staged = copy.find("write-tree");
        if (hidesChanges(copy)) {
            copy.run("read-tree", head.orElse("--empty"));
        }
        EmbeddedRepositories embedded = EmbeddedRepositories.below(git.directory());
        Gitlinks gitlinks = Gitlinks.at(git, embedded.found());
        gitlinks.removeFrom(copy);
        Output added = copy.output("add", "--all", "--ignore-errors");
        String tree = copy.run("write-tree");
        List<String> problems = new ArrayList<>();
        if (!added.ok()) {
            problems.add(
                    GitFailure.of(git.directory(), "add", added.exit().stderr()).detail());
        }
        embedded.unreadable().stream()
                .filter(it -> !git.succeeds("check-ignore", "--quiet", "--", it.toString()))
                .findFirst()
                .ifPresent(it -> problems.add(it + " can't be read. Check its permissions."));
        List<String> repositories = gitlinks.added(base, tree);
        if (!repositories.isEmpty()) {
            problems.add("The worktree has a git repository of its own in "
                    + git.directory().resolve(repositories.getFirst())
                    + ", whose files and commits no checkpoint keeps. Move it away, delete it, or remove its .git.");
        }
        return new Snapshot(
                tree, staged, head, Optional.of(String.join(" ", problems)).filter(it -> !it.isEmpty()));
    }

    /** Whether files are marked as unchanged or as not checked out, so that git would not look at them. */
    private static boolean hidesChanges(Git copy) {
        String files = copy.find("ls-files", "-v").orElse("");
        return files.length() > LONGEST_LIST
                || files.lines().anyMatch(line -> line.startsWith("S") || Character.isLowerCase(line.charAt(0)));
    }

    /** Equal for equal states. */
    String key() {
        return tree + " " + head.orElse("-") + " " + staged.orElse("-");
    }
}
