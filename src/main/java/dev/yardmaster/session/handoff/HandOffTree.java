package dev.yardmaster.session.handoff;

import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.process.ChildEnvironment;
import dev.yardmaster.process.CommandRunner;
import dev.yardmaster.process.LaunchSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a session has left in its git work tree.
 *
 * @param branch the branch, and how it stands to the one it follows
 * @param commits what was committed since the session began, the newest first: a short hash and a subject
 * @param changed the files that are not committed, each after two letters for its state, as {@code git status --porcelain} has it
 * @param summary how much the files that git knew before have changed; empty when none has
 */
record HandOffTree(String branch, List<String> commits, List<String> changed, String summary) {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    // No monitor that the work tree configures is run, and no lock is taken that a git which still works there needs.
    private static final List<String> GIT = List.of("git", "-c", "core.fsmonitor=false", "-c", "core.quotePath=false");

    HandOffTree {
        commits = List.copyOf(commits);
        changed = List.copyOf(changed);
    }

    /** Looks at a directory; empty when it is not the top of a git work tree. Blocks for some seconds at most. */
    static Optional<HandOffTree> read(Path directory, Instant since) {
        return git(directory, "status", "--porcelain", "--branch")
                .map(status -> of(
                        status.lines().toList(),
                        git(directory, "log", "--since=" + since, "--max-count=20", "--format=%h %s"),
                        git(directory, "diff", "--no-ext-diff", "--no-textconv", "--shortstat", "HEAD")));
    }

    private static HandOffTree of(List<String> status, Optional<String> commits, Optional<String> summary) {
        return new HandOffTree(
                status.isEmpty() ? "" : status.getFirst().replaceFirst("^## ", ""),
                commits.map(log -> log.lines().toList()).orElse(List.of()),
                status.stream().skip(1).toList(),
                summary.map(String::strip).orElse(""));
    }

    private static Optional<String> git(Path directory, String... arguments) {
        List<String> command = new ArrayList<>(GIT);
        command.addAll(List.of(arguments));
        try {
            var output = CommandRunner.run(
                    new LaunchSpec(command, environment(directory), directory, LaunchSpec.Input.EMPTY),
                    List.of(),
                    LIMIT);
            return output.ok() ? Optional.of(output.stdout()) : Optional.empty();
        } catch (YardmasterException _) {
            // Without git, or without the directory, there is nothing to tell.
            return Optional.empty();
        }
    }

    /** The directories above may belong to somebody else's repository. */
    private static Map<String, String> environment(Path directory) {
        Path top = directory.toAbsolutePath().normalize();
        return ChildEnvironment.from(System.getenv())
                .with(Map.of(
                        "GIT_CEILING_DIRECTORIES",
                        Optional.ofNullable(top.getParent()).orElse(top).toString(),
                        "GIT_OPTIONAL_LOCKS",
                        "0"))
                .toMap();
    }
}
