package dev.yardmaster.git;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.process.CommandRunner;
import dev.yardmaster.process.CommandRunner.Output;
import dev.yardmaster.process.LaunchSpec;
import dev.yardmaster.process.LaunchSpec.Input;
import dev.yardmaster.process.ProgramLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs git in one directory. No command prompts, starts a pager, an editor, a hook or a garbage collection, signs anything, or outlives its
 * limit, and none reads more of the user's configuration than {@link GitEnvironment} passes. All methods block; an interrupt ends the command
 * with everything that it has started. Immutable; for any thread.
 */
public final class Git {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** What a repository's own configuration could turn on. */
    private static final List<String> SAFE = List.of(
            "-c", "core.hooksPath=/dev/null",
            "-c", "core.fsmonitor=false",
            "-c", "core.askPass=",
            "-c", "core.quotePath=false",
            "-c", "credential.helper=",
            "-c", "gc.auto=0",
            "-c", "maintenance.auto=false",
            "-c", "submodule.recurse=false",
            // The service passes texts as UTF-8.
            "-c", "i18n.commitEncoding=UTF-8",
            "-c", "advice.addEmbeddedRepo=false");

    private final Path directory;
    private final Map<String, String> environment;
    private final List<String> settings;
    private final Duration limit;

    private Git(Path directory, Map<String, String> environment, List<String> settings, Duration limit) {
        this.directory = directory;
        this.environment = Map.copyOf(environment);
        this.settings = List.copyOf(settings);
        this.limit = limit;
    }

    /** git in a directory of the user, with a limit of 10 seconds for each command. Reads the user's configuration. Blocks. */
    public static Git in(Path directory) {
        return in(directory, System.getenv());
    }

    /** The same with another environment of the service, from which git's own variables are removed. Blocks. */
    public static Git in(Path directory, Map<String, String> service) {
        return new Git(directory, GitEnvironment.of(service), SAFE, LIMIT);
    }

    /** The same in another directory of the user. */
    public Git at(Path other) {
        return new Git(other, environment, SAFE, limit);
    }

    /**
     * The same in a work tree of which the caller knows the git directory. Whatever the work tree names as its repository does not count,
     * and git works in it whoever owns its repository.
     */
    public Git inWorkTree(Path workTree, Path gitDirectory) {
        List<String> explicit = new ArrayList<>(SAFE);
        explicit.addAll(List.of("--git-dir=" + gitDirectory, "--work-tree=" + workTree));
        return new Git(workTree, environment, explicit, limit);
    }

    /** The same with another limit for each command. */
    public Git within(Duration other) {
        return new Git(directory, environment, settings, other);
    }

    /** The same with another index than that of the work tree, which git then leaves alone. */
    public Git withIndex(Path index) {
        Map<String, String> changed = new HashMap<>(environment);
        changed.put("GIT_INDEX_FILE", index.toString());
        return new Git(directory, changed, settings, limit);
    }

    /** The same with another author of new commits. Without white space and angle brackets, which git removes. */
    public Git writtenBy(String name, String email) {
        Map<String, String> changed = new HashMap<>(environment);
        changed.put("GIT_AUTHOR_NAME", name);
        changed.put("GIT_AUTHOR_EMAIL", email);
        return new Git(directory, changed, settings, limit);
    }

    public Path directory() {
        return directory;
    }

    /**
     * Runs a command; returns its output without the white space around it.
     *
     * @throws YardmasterException that says in plain words what is wrong, see {@link GitFailure}; {@code git_unavailable} if git is not
     *     installed, {@code command_timed_out}, {@code launch_failed} if the thread was interrupted
     */
    public String run(String... arguments) {
        Output output = output(arguments);
        if (!output.ok()) {
            throw GitFailure.of(directory, arguments[0], output.exit().stderr());
        }
        return output.stdout().strip();
    }

    /** The output of a command that may fail, without the white space around it; empty if it failed. Throws if it could not run. */
    public Optional<String> find(String... arguments) {
        Output output = output(arguments);
        return output.ok() ? Optional.of(output.stdout().strip()) : Optional.empty();
    }

    /** Whether a command exits with 0. Throws if it could not run. */
    public boolean succeeds(String... arguments) {
        return output(arguments).ok();
    }

    /** How a command ended, and its output. Throws if it could not run. */
    public Output output(String... arguments) {
        if (ProgramLookup.find("git", environment).isEmpty()) {
            throw new YardmasterException(
                    ErrorCode.GIT_UNAVAILABLE,
                    "git is not on the PATH of the service, so " + directory + " can't be used. Install git.");
        }
        if (!Files.isDirectory(directory)) {
            throw GitFailure.missing(directory);
        }
        List<String> command = new ArrayList<>(List.of("git", "-C", directory.toString()));
        command.addAll(settings);
        command.addAll(List.of(arguments));
        return CommandRunner.run(new LaunchSpec(command, environment, Path.of("/"), Input.EMPTY), limit);
    }

    /** The commit that a revision names; empty if there is none. */
    public Optional<String> commit(String revision) {
        return find("rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}");
    }
}
