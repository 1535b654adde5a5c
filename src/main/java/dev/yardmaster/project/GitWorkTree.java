package dev.yardmaster.project;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.problem.YardmasterException.FieldError;
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

/** Asks git about the work tree of a project. All questions block, for some seconds at most. */
final class GitWorkTree {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Path path;
    private final Map<String, String> environment;

    /** @param service the service's environment; none of git's own variables pass */
    GitWorkTree(Path path, Map<String, String> service) {
        this.path = path;
        this.environment = ChildEnvironment.from(service)
                .with(Map.of("GIT_TERMINAL_PROMPT", "0"))
                .toMap();
    }

    /**
     * The branch that work starts from: the wanted one if it is there, else the one that is checked out.
     *
     * @throws YardmasterException {@code invalid_request} when the path is no work tree, or there is no such branch;
     *     {@code git_unavailable}
     */
    String baseBranch(Optional<String> wanted) {
        requireWorkTree();
        Optional<String> current = answer("symbolic-ref", "--quiet", "--short", "HEAD");
        String branch = wanted.or(() -> current)
                .orElseThrow(() ->
                        invalid("baseBranch", "is missing, and " + path + " has no branch checked out. Give a branch"));
        // The current branch of a repository without a commit is not there yet.
        if (!current.equals(Optional.of(branch))
                && answer("rev-parse", "--verify", "--quiet", "--end-of-options", "refs/heads/" + branch)
                        .isEmpty()) {
            throw invalid("baseBranch", "is '" + branch + "', but " + path + " has no such branch");
        }
        return branch;
    }

    private void requireWorkTree() {
        if (!Files.isDirectory(path)) {
            throw invalid(
                    "path", "is " + path + ", but the service sees no such directory. Check it and its permissions");
        }
        if (ProgramLookup.find("git", environment).isEmpty()) {
            throw new YardmasterException(
                    ErrorCode.GIT_UNAVAILABLE,
                    "git is not on the PATH of the service, so " + path + " can't be looked at. Install git.");
        }
        CommandRunner.Output output = git("rev-parse", "--show-toplevel");
        Path top = Path.of(output.stdout().strip());
        if (!output.ok() || output.stdout().isBlank()) {
            throw notAWorkTree(output.exit().stderr());
        }
        if (!isSame(top)) {
            throw invalid("path", "is " + path + ", which is a part of the git work tree " + top + ". Give that");
        }
    }

    private YardmasterException notAWorkTree(String said) {
        if (said.contains("dubious ownership")) {
            return invalid(
                    "path",
                    "is " + path + ", which belongs to another user, so git refuses it. As the service's user, run:"
                            + " git config --global --add safe.directory " + path);
        }
        return invalid(
                "path",
                "is " + path + ", which is not a git work tree (git says: "
                        + said.lines().findFirst().orElse("nothing")
                        + "). Make it one with git init, or clone into it");
    }

    private boolean isSame(Path top) {
        try {
            return Files.isSameFile(top, path);
        } catch (IOException _) {
            return false;
        }
    }

    private Optional<String> answer(String... arguments) {
        CommandRunner.Output output = git(arguments);
        return output.ok() ? Optional.of(output.stdout().strip()) : Optional.empty();
    }

    private CommandRunner.Output git(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git", "-C", path.toString()));
        command.addAll(List.of(arguments));
        return CommandRunner.run(new LaunchSpec(command, environment, Path.of("/"), Input.EMPTY), List.of(), LIMIT);
    }

    private static YardmasterException invalid(String field, String what) {
        return new YardmasterException(
                ErrorCode.INVALID_REQUEST, "'" + field + "' " + what + ".", List.of(new FieldError(field, what)), null);
    }
}
