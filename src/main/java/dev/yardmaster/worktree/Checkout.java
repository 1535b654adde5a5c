package dev.yardmaster.worktree;

import dev.yardmaster.git.Git;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.process.PrivateDirectory;
import dev.yardmaster.process.ScratchFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The directory of a worktree, as git sees it. All methods block, and throw a {@link YardmasterException} that says what is wrong. They leave
 * the project's own work tree alone: its files, its index and its HEAD. For one thread.
 */
final class Checkout {
    private static final String REASON = "A task of Yardmaster works here.";

    private final Place place;
    private final Git repository;
    private @Nullable Path common;

    /** @param limit the longest time of one git command */
    Checkout(Place place, Duration limit) {
        this.place = place;
        this.repository = Git.in(place.repository()).within(limit);
    }

    Place place() {
        return place;
    }

    /** git in the directory of the worktree, with the repository of the project, whatever the files in the directory say. */
    Git git() {
        return gitDirectory()
                .map(it -> repository.inWorkTree(place.path(), it.path()))
                .orElseThrow(this::damaged);
    }

    /** git in the work tree of the project. */
    Git repository() {
        return repository;
    }

    /** Whether anything is at the path. */
    boolean exists() {
        return Files.exists(place.path(), LinkOption.NOFOLLOW_LINKS);
    }

    /** Whether the directory is a worktree of the project's repository, and an agent's git finds this repository there. */
    boolean isUsable() {
        return gitDirectory().filter(GitDirectory::isLinked).isPresent();
    }

    /** The error for a directory that is not usable. */
    YardmasterException damaged() {
        return new YardmasterException(
                ErrorCode.UNUSABLE_PATH,
                "The directory " + place.path() + " of the task is no longer a worktree of " + place.repository()
                        + ". Move the directory away, and reopen the task: it is then restored from its last checkpoint.");
    }

    private Optional<GitDirectory> gitDirectory() {
        return Files.isDirectory(place.path()) ? GitDirectory.find(common(), place.path()) : Optional.empty();
    }

    /** The git directory of the project's repository. */
    private Path common() {
        Path known = common;
        if (known == null) {
            known = Path.of(repository.run("rev-parse", "--path-format=absolute", "--git-common-dir"));
            common = known;
        }
        return known;
    }

    /** The commit of a branch, or of the branch with this name at {@code origin}; empty if the repository has no commit at all. */
    Optional<String> base(String baseBranch) {
        Optional<String> found = repository
                .commit("refs/heads/" + baseBranch)
                .or(() -> repository.commit("refs/remotes/origin/" + baseBranch));
        if (found.isEmpty()
                && repository
                        .find("rev-list", "--all", "--max-count=1")
                        .filter(it -> !it.isEmpty())
                        .isPresent()) {
            throw new YardmasterException(
                    ErrorCode.UNKNOWN_BRANCH,
                    "The project's base branch '" + baseBranch + "' does not exist in " + place.repository()
                            + ". Create it, or change the baseBranch of the project.");
        }
        // Explains a repository that is gone or unusable.
        repository.run("rev-parse", "--git-dir");
        return found;
    }

    /**
     * Creates the directory with the worktree's branch checked out. A branch that exists stays as it is.
     *
     * @param start the commit at which a missing branch starts
     */
    void add(String start) {
        makeParent();
        forget();
        List<String> command = new ArrayList<>(List.of("worktree", "add", "--quiet", "--lock", "--reason", REASON));
        if (repository.commit("refs/heads/" + place.branch()).isPresent()) {
            command.addAll(List.of(place.path().toString(), place.branch()));
        } else {
            command.addAll(
                    List.of("--no-track", "-b", place.branch(), place.path().toString(), start));
        }
        repository.run(command.toArray(String[]::new));
    }

    /**
     * Makes the files of the worktree those of a commit. Leaves the index, HEAD and ignored files alone; fails with {@code conflict} if an
     * ignored file is in the way.
     */
    void restoreFiles(String commit, Path scratch) {
        Path directory = scratch.resolve("restore-" + UUID.randomUUID());
        try {
            PrivateDirectory.create(directory);
            Git own = git();
            Git copy = own.withIndex(directory.resolve("index"));
            String now = Snapshot.of(this, scratch).tree();
            copy.run("read-tree", now);
            copy.succeeds("update-index", "-q", "--refresh");
            requireNothingInTheWay(now, commit);
            copy.run("read-tree", "-m", "-u", now, commit + "^{tree}");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            ScratchFiles.remove(directory);
        }
    }

    /** git itself would overwrite ignored files, which no checkpoint has. */
    private void requireNothingInTheWay(String now, String commit) {
        Set<Path> known = changed("D", now, commit);
        for (Path added : changed("A", now, commit)) {
            for (Path file = added; file != null; file = file.getParent()) {
                Path there = place.path().resolve(file);
                boolean isDirectory = Files.isDirectory(there, LinkOption.NOFOLLOW_LINKS);
                boolean isInTheWay =
                        Files.exists(there, LinkOption.NOFOLLOW_LINKS) && (file.equals(added) || !isDirectory);
                if (isInTheWay && !isKnown(there, known)) {
                    throw new YardmasterException(
                            ErrorCode.CONFLICT,
                            "The file " + there
                                    + " is ignored by git, so no checkpoint has it, and it would be overwritten. Move"
                                    + " it away.");
                }
            }
        }
    }

    /** Whether git knows a file, or all files in a directory. */
    private boolean isKnown(Path there, Set<Path> known) {
        try (Stream<Path> files = Files.walk(there)) {
            return files.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                    .allMatch(file -> known.contains(place.path().relativize(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Set<Path> changed(String filter, String from, String to) {
        String names =
                git().run("diff-tree", "-r", "-z", "--no-renames", "--name-only", "--diff-filter=" + filter, from, to);
        return Arrays.stream(names.split("\0"))
                .filter(name -> !name.isEmpty())
                .map(Path::of)
                .collect(Collectors.toSet());
    }

    /** Makes the directory and the repository find each other again, after the repository was moved. */
    void repair() {
        // Without the path: with it, git would write where the file .git of the directory says.
        repository.find("worktree", "repair");
    }

    /** Creates the branch again if it was deleted while it was checked out. */
    void requireBranch(String start) {
        if (git().commit("HEAD").isEmpty()
                && git().find("symbolic-ref", "--quiet", "HEAD").equals(Optional.of("refs/heads/" + place.branch()))) {
            repository.run("update-ref", "refs/heads/" + place.branch(), start);
        }
    }

    /** Where {@link #delete} moves the directory before it deletes it, so that a crash leaves no worktree with half of its files. */
    private Path doomed() {
        return place.path().resolveSibling(place.path().getFileName() + ".removing");
    }

    /**
     * Deletes the directory, with its ignored files. Only for a worktree whose content a checkpoint has. To be repeated after a crash.
     *
     * @return whether nothing is left
     */
    boolean delete() {
        ScratchFiles.remove(doomed());
        if (exists()) {
            try {
                Files.move(place.path(), doomed(), StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            ScratchFiles.remove(doomed());
        }
        forget();
        return !Files.exists(doomed(), LinkOption.NOFOLLOW_LINKS);
    }

    /** Deletes the worktree's branch if another branch has all of its commits. */
    void deleteMergedBranch(String baseBranch) {
        String ref = "refs/heads/" + place.branch();
        repository
                .commit(ref)
                .filter(tip -> repository.succeeds("merge-base", "--is-ancestor", tip, "refs/heads/" + baseBranch))
                .ifPresent(tip -> repository.succeeds("update-ref", "-d", ref, tip));
    }

    /** A repository inside the worktree, of which a checkpoint has only the id of its commit; not one that git ignores. */
    Optional<Path> embeddedRepository() {
        Git own = git();
        return EmbeddedRepositories.below(place.path()).found().stream()
                .filter(found -> !own.succeeds("check-ignore", "--quiet", "--", found.toString()))
                .findFirst();
    }

    /** Removes the directory, whatever is in it. Only for a worktree in which nobody has worked. */
    void remove() {
        repository.run("worktree", "remove", "--force", "--force", place.path().toString());
    }

    /** Renames what is at the path, and so makes place without the loss of anything. */
    void moveAside() {
        try {
            Path aside =
                    place.path().resolveSibling(place.path().getFileName() + ".aside-" + System.currentTimeMillis());
            Files.move(place.path(), aside);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets git forget a worktree whose directory is gone. */
    private void forget() {
        if (!exists()) {
            repository.succeeds(
                    "worktree", "remove", "--force", "--force", place.path().toString());
        }
    }

    private void makeParent() {
        Path parent = place.path().getParent();
        try {
            PrivateDirectory.create(parent == null ? place.path() : parent);
        } catch (IOException e) {
            throw new YardmasterException(
                    ErrorCode.LAUNCH_FAILED,
                    "The directory " + parent + " can't be created: " + e
                            + ". Check the free space and the permissions of Yardmaster's home.",
                    e);
        }
    }
}
