package dev.yardmaster.session.handoff;

import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.process.ChildEnvironment;
import dev.yardmaster.process.CommandRunner;
import dev.yardmaster.process.LaunchSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The state in which a session left its git work tree.
 *
 * @param branch the branch, and how it differs from its upstream branch
 * @param commits the commits since the session started, newest first, each as a short hash and a subject
 * @param changed the files with uncommitted changes, each in the format of {@code git status --porcelain}
 * @param summary the extent of the changes to tracked files; empty if no tracked file has changed
 */
record HandOffTree(String branch, List<String> commits, List<String> changed, String summary) {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    // The agent can have written the repository, so git starts no program that its configuration names.
    private static final List<String> GIT = List.of(
            "git",
            "-c",
            "core.fsmonitor=false",
            "-c",
            "core.hooksPath=/dev/null",
            "-c",
            "log.showSignature=false",
            "-c",
            "core.quotePath=false");

    // GIT_OPTIONAL_LOCKS leaves the locks to a git that still works there. A missing object is not fetched.
    private static final Map<String, String> ALWAYS = Map.of("GIT_OPTIONAL_LOCKS", "0", "GIT_ALLOW_PROTOCOL", "none");

    HandOffTree {
        commits = List.copyOf(commits);
        changed = List.copyOf(changed);
    }

    /** Reads the state of a directory; empty if it is not the top of a git work tree. Blocks for 40 seconds at most. */
    static Optional<HandOffTree> read(Path directory, Instant since) {
        Map<String, String> top = onlyIn(directory);
        Map<String, String> safe = new HashMap<>(top);
        // git would run a filter for each file that may have changed, and git status in each submodule.
        safe.putAll(withoutFilters(git(directory, top, "config", "--null", "--name-only", "--get-regexp", "^filter\\.")
                .orElse("")));
        return git(directory, safe, "status", "--porcelain", "--branch", "--ignore-submodules=dirty")
                .map(status -> of(
                        status.lines().toList(),
                        git(directory, safe, "log", "--since=" + since, "--max-count=20", "--format=%h %s"),
                        git(
                                directory,
                                safe,
                                "diff",
                                "--no-ext-diff",
                                "--no-textconv",
                                "--ignore-submodules=dirty",
                                "--shortstat",
                                "HEAD")));
    }

    /** @param names settings of filters, each with a NUL at its end */
    private static Map<String, String> withoutFilters(String names) {
        Map<String, String> settings = new HashMap<>();
        int count = 0;
        for (String name : names.strip().split("\0")) {
            if (!name.isEmpty()) {
                settings.put("GIT_CONFIG_KEY_" + count, name);
                settings.put("GIT_CONFIG_VALUE_" + count, name.endsWith(".required") ? "false" : "");
                count++;
            }
        }
        settings.put("GIT_CONFIG_COUNT", String.valueOf(count));
        return settings;
    }

    private static HandOffTree of(List<String> status, Optional<String> commits, Optional<String> summary) {
        return new HandOffTree(
                status.isEmpty() ? "" : status.getFirst().replaceFirst("^## ", ""),
                commits.map(log -> log.lines().toList()).orElse(List.of()),
                status.stream().skip(1).toList(),
                summary.map(String::strip).orElse(""));
    }

    private static Optional<String> git(Path directory, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(GIT);
        command.addAll(List.of(arguments));
        try {
            var output =
                    CommandRunner.run(new LaunchSpec(command, environment, directory, LaunchSpec.Input.EMPTY), TIMEOUT);
            return output.ok() ? Optional.of(output.stdout()) : Optional.empty();
        } catch (YardmasterException _) {
            // git is not installed, or the directory is gone.
            return Optional.empty();
        }
    }

    /** Keeps git from using a repository in a parent directory. */
    private static Map<String, String> onlyIn(Path directory) {
        Path top = directory.toAbsolutePath().normalize();
        return ChildEnvironment.from(System.getenv())
                .with(ALWAYS)
                .with(Map.of(
                        "GIT_CEILING_DIRECTORIES",
                        Optional.ofNullable(top.getParent()).orElse(top).toString()))
                .toMap();
    }
}
