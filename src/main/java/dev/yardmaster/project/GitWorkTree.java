package dev.yardmaster.project;

import dev.yardmaster.git.Git;
import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.process.CommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The work tree of a project, as git sees it. All methods block, each git command for 10 seconds at most. */
final class GitWorkTree {
    private final Path path;
    private final Git git;

    /** @param service the service's environment; git's own variables are removed from it */
    GitWorkTree(Path path, Map<String, String> service) {
        this.path = path;
        this.git = Git.in(path, service);
    }

    /**
     * The branch that work starts from: the wanted one, or by default the one that is checked out.
     *
     * @throws YardmasterException {@code unusable_path} if the path is not a work tree, {@code unknown_branch} if the branch does not exist,
     *     {@code invalid_request} if no branch is given and none is checked out, {@code git_unavailable}
     */
    String baseBranch(Optional<String> wanted) {
        requireWorkTree();
        Optional<String> current = git.find("symbolic-ref", "--quiet", "--short", "HEAD");
        String branch = wanted.or(() -> current)
                .orElseThrow(() -> YardmasterException.ofField(
                        ErrorCode.INVALID_REQUEST,
                        "baseBranch",
                        "is missing, and " + path + " has no branch checked out. Name a branch"));
        // In a repository without a commit, git does not know the current branch as a reference yet.
        if (!current.equals(Optional.of(branch))
                && git.commit("refs/heads/" + branch).isEmpty()) {
            throw YardmasterException.ofField(
                    ErrorCode.UNKNOWN_BRANCH, "baseBranch", "is '" + branch + "', but " + path + " has no such branch");
        }
        return branch;
    }

    private void requireWorkTree() {
        if (!Files.isDirectory(path)) {
            throw unusable(
                    "is " + path + ", but the service finds no such directory. Check the path and its permissions");
        }
        CommandRunner.Output output = git.output("rev-parse", "--show-toplevel");
        Path top = Path.of(output.stdout().strip());
        if (!output.ok() || output.stdout().isBlank()) {
            throw notAWorkTree(output.exit().stderr());
        }
        if (!isSame(top)) {
            throw unusable(
                    "is " + path + ", a directory inside the git work tree " + top + ". Use the work tree itself");
        }
    }

    private YardmasterException notAWorkTree(String stderr) {
        if (stderr.contains("dubious ownership")) {
            return unusable(
                    "is " + path + ", which belongs to another user, so git refuses it. As the service's user, run:"
                            + " git config --global --add safe.directory " + path);
        }
        if (stderr.contains("Permission denied")) {
            return unusable("is " + path + ", which the service's user may not read. Give this user the permission to"
                    + " read and enter the directory");
        }
        return unusable("is " + path + ", which is not a git work tree (git reports: "
                + stderr.lines().findFirst().orElse("nothing")
                + "). Run git init in it, or clone a repository into it");
    }

    private boolean isSame(Path top) {
        try {
            return Files.isSameFile(top, path);
        } catch (IOException _) {
            return false;
        }
    }

    private static YardmasterException unusable(String problem) {
        return YardmasterException.ofField(ErrorCode.UNUSABLE_PATH, "path", problem);
    }
}
