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

/**
 * The directory of a worktree, as git sees it. All methods block, and throw a {@link YardmasterException} that says what is wrong. They leave
 * the project's own work tree alone: its files, its index and its HEAD.
 */
final class Checkout {
    private static final String REASON = "A task of Yardmaster works here.";

    private final Place place;
    private final Git repository;
    private final Git own;

    /** @param limit the longest time of one git command */
    Checkout(Place place, Duration limit) {
        this.place = place;
        this.repository = Git.in(place.repository()).within(limit);
        this.own = repository.atOwn(place.path());
    }

    private Checkout(Place place, Git own) {
        this.place = place;
        this.repository = own;
        this.own = own;
    }

    /** The worktree of a task in a directory; empty if the directory is none. */
    static Optional<Checkout> in(Path directory, UUID task, Duration limit) {
        // A linked work tree has a file there.
        if (!Files.isRegularFile(directory.resolve(".git"))) {
            return Optional.empty();
        }
        Git own = Git.in(directory).within(limit).atOwn(directory);
        return Optional.of(new Checkout(new Place(task, directory, directory, ""), own))
                .filter(Checkout::isUsable)
                .filter(_ -> own.commit(Checkpoints.prefix(task) + 0).isPresent());
    }

    Place place() {
        return place;
    }

    /** git in the directory of the worktree. */
    Git git() {
        return own;
    }

    /** git in the work tree of the project. */
    Git repository() {
        return repository;
    }

    /** Whether anything is at the path. */
    boolean exists() {
        return Files.exists(place.path(), LinkOption.NOFOLLOW_LINKS);
    }

    /** Whether the directory is a work tree of its own that git can use. */
    boolean isUsable() {
        if (!Files.isDirectory(place.path())) {
            return false;
        }
        Optional<String> top = own.find("rev-parse", "--show-toplevel");
        try {
            return top.isPresent() && Files.isSameFile(Path.of(top.get()), place.path());
        } catch (IOException _) {
            return false;
        }
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
            Git copy = own.withIndex(directory.resolve("index"));
            String now = Snapshot.of(own, scratch).tree();
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
                own.run("diff-tree", "-r", "-z", "--no-renames", "--name-only", "--diff-filter=" + filter, from, to);
        return Arrays.stream(names.split("\0"))
                .filter(name -> !name.isEmpty())
                .map(Path::of)
                .collect(Collectors.toSet());
    }

    /** Makes the directory and the repository find each other again, after the repository was moved. */
    void repair() {
        repository.find("worktree", "repair", place.path().toString());
    }

    /** Creates the branch again if it was deleted while it was checked out. */
    void requireBranch(String start) {
        if (own.commit("HEAD").isEmpty()
                && own.find("symbolic-ref", "--quiet", "HEAD").equals(Optional.of("refs/heads/" + place.branch()))) {
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
        var finder = new EmbeddedRepositories(place.path());
        return finder.find().stream()
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
