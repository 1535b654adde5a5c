package dev.yardmaster.merge;

import dev.yardmaster.git.Git;
import dev.yardmaster.git.GitFailure;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.process.CommandRunner.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The branch that work is merged into. Its step to a merged commit is one compare-and-swap. If it is checked out somewhere, that checkout must not
 * look afterwards as if it had reverted the work: a clean one gets the new files in the same step, and while one has changes of its own, the
 * branch stays. All methods block. For one thread.
 */
public final class BaseBranch {
    private static final String NONE = "0000000000000000000000000000000000000000";
    private static final List<String> REBASES = List.of("rebase-merge/head-name", "rebase-apply/head-name");

    private final Path repository;
    private final String name;
    private final String ref;
    private final Git git;

    /** @param limit the longest time of one git command */
    public BaseBranch(Path repository, String name, Duration limit) {
        this.repository = repository;
        this.name = name;
        this.ref = "refs/heads/" + name;
        this.git = Git.in(repository).within(limit);
    }

    /** What became of a step. */
    public sealed interface Step {
        /** The branch is at the commit. */
        record Done() implements Step {}

        /** The branch has moved meanwhile, so the work has to be merged again. */
        record Moved() implements Step {}

        /** The branch stays where it is; the reason says why and what to do. */
        record Waiting(String reason) implements Step {}
    }

    /**
     * The newest commit: that of the branch, or of the branch with this name at {@code origin} if there is none here.
     *
     * @throws YardmasterException {@code unknown_branch}
     */
    public String tip() {
        return git.commit(ref).or(this::atOrigin).orElseThrow(() -> {
            // Explains a repository that is gone or unusable.
            git.run("rev-parse", "--git-dir");
            return new YardmasterException(
                    ErrorCode.UNKNOWN_BRANCH,
                    "The base branch '" + name + "' does not exist in " + repository
                            + ". Create it again, for example with git branch.");
        });
    }

    private Optional<String> atOrigin() {
        return git.commit("refs/remotes/origin/" + name);
    }

    /** Why the branch could not step forward; empty if it could. So a test is not run in vain. */
    public Optional<String> obstacle(Optional<String> commit) {
        List<Path> checkouts = checkouts();
        if (checkouts.size() > 1) {
            return Optional.of("The base branch " + name + " is checked out in several directories: "
                    + checkouts.getFirst() + ", " + checkouts.get(1)
                    + ". Check out another branch in all but one of them; then the work is merged.");
        }
        return checkouts.stream()
                .filter(it -> commit.filter(wanted -> has(it, wanted)).isEmpty())
                .flatMap(it -> changes(it).stream())
                .findFirst();
    }

    /** Moves the branch from one commit to a descendant of it, unless it has moved meanwhile or is in use. */
    public Step step(String from, String to) {
        Optional<String> obstacle = obstacle(Optional.of(to));
        if (obstacle.isPresent()) {
            return new Step.Waiting(obstacle.get());
        }
        Optional<Path> checkout =
                checkouts().stream().filter(it -> !has(it, to)).findFirst();
        return checkout.map(it -> fastForward(it, from, to)).orElseGet(() -> update(from, to));
    }

    private Step update(String from, String to) {
        boolean exists = git.commit(ref).isPresent();
        if (!exists && !atOrigin().equals(Optional.of(from))) {
            return new Step.Moved();
        }
        String expected = exists ? from : NONE;
        Output output = git.output("update-ref", "-m", "merge: a task of Yardmaster", ref, to, expected);
        if (output.ok() || isAt(to)) {
            return new Step.Done();
        }
        return tip().equals(from)
                ? new Step.Waiting(
                        GitFailure.of(repository, "update-ref", output.exit().stderr())
                                .detail())
                : new Step.Moved();
    }

    /** Lets git move the branch, its index and its files. git refuses if that would overwrite anything. */
    private Step fastForward(Path checkout, String from, String to) {
        Output output = git.at(checkout)
                .output(
                        "-c",
                        "merge.autoStash=false",
                        "merge",
                        "--ff-only",
                        "--no-squash",
                        "--no-overwrite-ignore",
                        "--no-verify-signatures",
                        "--no-stat",
                        "--quiet",
                        to);
        if (isAt(to)) {
            return new Step.Done();
        }
        return tip().equals(from)
                ? new Step.Waiting("The checkout " + checkout + " of the base branch " + name
                        + " can't get the merged files: "
                        + output.lastLines().replaceAll("\\s+", " ").strip()
                        + " Put this right, or check out another branch there; then the work is merged.")
                : new Step.Moved();
    }

    private boolean isAt(String commit) {
        return git.commit(ref).equals(Optional.of(commit));
    }

    /** Whether a checkout has the files and the index of a commit already, because a crash came before the last part of a step. */
    private boolean has(Path checkout, String commit) {
        Git there = git.at(checkout);
        return there.succeeds("diff-index", "--quiet", "--cached", commit, "--")
                && there.find("status", "--porcelain", "--untracked-files=no")
                        .filter(it -> it.lines().noneMatch(line -> line.length() > 1 && line.charAt(1) != ' '))
                        .isPresent();
    }

    private Optional<String> changes(Path checkout) {
        String changed =
                git.at(checkout).run("status", "--porcelain", "--untracked-files=no", "--ignore-submodules=dirty");
        return changed.isEmpty()
                ? Optional.empty()
                : Optional.of("The base branch " + name + " is checked out in " + checkout
                        + ", which has changes that are not committed. Commit or stash them, or check out another"
                        + " branch there; then the work is merged.");
    }

    /** The directories in which the branch is checked out, or in which it is being rebased. */
    private List<Path> checkouts() {
        List<Path> found = new ArrayList<>();
        // A branch can be another name of a branch.
        String branch = git.find("symbolic-ref", "--quiet", ref).orElse(ref);
        for (String entry : git.run("worktree", "list", "--porcelain", "-z").split("\0\0")) {
            List<String> lines = List.of(entry.strip().split("\0"));
            Path path = Path.of(lines.getFirst().replaceFirst("^worktree ", ""));
            if (lines.contains("bare") || !Files.isDirectory(path)) {
                continue;
            }
            if (lines.contains("branch " + branch)) {
                found.add(path);
            } else if (lines.contains("detached") && isRebased(path)) {
                throw new YardmasterException(
                        ErrorCode.CONFLICT,
                        "The base branch " + name + " is being rebased in " + path
                                + ". Finish the rebase; then the work is merged.");
            }
        }
        return found;
    }

    private boolean isRebased(Path checkout) {
        return git.at(checkout).find("rev-parse", "--absolute-git-dir").stream()
                .flatMap(directory -> REBASES.stream().map(it -> Path.of(directory, it)))
                .anyMatch(this::namesBranch);
    }

    private boolean namesBranch(Path file) {
        try {
            return Files.readString(file).strip().equals(ref);
        } catch (IOException _) {
            return false;
        }
    }
}
