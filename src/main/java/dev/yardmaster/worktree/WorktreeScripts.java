package dev.yardmaster.worktree;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import dev.yardmaster.process.ChildEnvironment;
import dev.yardmaster.process.CommandRunner;
import dev.yardmaster.process.LaunchSpec;
import dev.yardmaster.process.LaunchSpec.Input;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Runs the commands of projects in worktrees, with a shell, without input, and without anything that they leave running. Blocks.
 *
 * @param limit the longest time of a command
 */
record WorktreeScripts(Duration limit) {
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    WorktreeScripts {
        if (limit.compareTo(SHORTEST) < 0) {
            throw new YardmasterException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "The setting yardmaster.worktree.script-timeout is " + limit + ", but it must be at least "
                            + SHORTEST + ".");
        }
    }

    /**
     * Runs a command.
     *
     * @param name what the command is, for messages
     * @throws YardmasterException {@code command_failed} with its last lines, or {@code command_timed_out}
     */
    void run(String name, String command, Path directory, Map<String, String> environment) {
        var spec = new LaunchSpec(
                List.of("sh", "-c", command),
                ChildEnvironment.from(System.getenv()).with(environment).toMap(),
                directory,
                Input.EMPTY);
        CommandRunner.Output output = run(name, spec);
        if (!output.ok()) {
            throw new YardmasterException(
                    ErrorCode.COMMAND_FAILED,
                    "The " + name + " of the project failed in " + directory + " (exit code "
                            + output.exit().code() + "). Its last lines:\n" + output.lastLines());
        }
    }

    private CommandRunner.Output run(String name, LaunchSpec spec) {
        try {
            return CommandRunner.run(spec, limit);
        } catch (YardmasterException e) {
            throw e.code() == ErrorCode.COMMAND_TIMED_OUT
                    ? new YardmasterException(
                            ErrorCode.COMMAND_TIMED_OUT,
                            "The " + name + " of the project did not end within " + limit.toSeconds()
                                    + " seconds in " + spec.directory()
                                    + " and was stopped. Make it faster, or raise yardmaster.worktree.script-timeout.")
                    : e;
        }
    }
}
