package dev.yardmaster.project;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.process.ChildEnvironment;
import dev.yardmaster.process.CommandRunner;
import dev.yardmaster.process.LaunchSpec;
import dev.yardmaster.process.LaunchSpec.Input;
import dev.yardmaster.process.ProgramLookup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs git in the work tree of a project. All methods block, each git command for 10 seconds at most. */
final class GitWorkTree {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Path path;
    private final Map<String, String> environment;

    /** @param service the service's environment; git's own variables are removed from it */
    GitWorkTree(Path path, Map<String, String> service) {
        this.path = path;
        this.environment = ChildEnvironment.from(service)
                .with(Map.of("GIT_TERMINAL_PROMPT", "0"))
                .toMap();
    }

    /**
     * The branch that work starts from: the wanted one, or by default the one that is checked out.
     *
     * @throws YardmasterException {@code unusable_path} if the path is not a work tree, {@code unknown_branch} if the branch does not exist,
     *     {@code invalid_request} if no branch is given and none is checked out, {@code git_unavailable}
     */
    String baseBranch(Optional<String> wanted) {
        requireWorkTree();
        Optional<String> current = output("symbolic-ref", "--quiet", "--short", "HEAD");
        String branch = wanted.or(() -> current)
                .orElseThrow(() -> YardmasterException.ofField(
                        ErrorCode.INVALID_REQUEST,
                        "baseBranch",
                        "is missing, and " + path + " has no branch checked out. Name a branch"));
        // In a repository without a commit, git does not know the current branch as a reference yet.
        if (!current.equals(Optional.of(branch))
                && output("rev-parse", "--verify", "--quiet", "--end-of-options", "refs/heads/" + branch)
                        .isEmpty()) {
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
        if (ProgramLookup.find("git", environment).isEmpty()) {
            throw new YardmasterException(
                    ErrorCode.GIT_UNAVAILABLE,
                    "git is not on the PATH of the service, so " + path + " cannot be checked. Install git.");
        }
        CommandRunner.Output output = git("rev-parse", "--show-toplevel");
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

    private Optional<String> output(String... arguments) {
        CommandRunner.Output output = git(arguments);
        return output.ok() ? Optional.of(output.stdout().strip()) : Optional.empty();
    }

    private CommandRunner.Output git(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git", "-C", path.toString()));
        command.addAll(List.of(arguments));
        return CommandRunner.run(new LaunchSpec(command, environment, Path.of("/"), Input.EMPTY), TIMEOUT);
    }

    private static YardmasterException unusable(String problem) {
        return YardmasterException.ofField(ErrorCode.UNUSABLE_PATH, "path", problem);
    }
}
