package dev.yardmaster.provider.claude;

import dev.yardmaster.process.CommandRunner;
import dev.yardmaster.process.LaunchSpec;
import dev.yardmaster.process.LaunchSpec.Input;
import dev.yardmaster.provider.Executable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A way to run an executable outside a session, for a version check or a list. It runs in the root directory, where no project settings
 * apply.
 *
 * @param environment the complete environment of the child
 * @param timeout how long the command may run
 */
record OutOfSessionCommand(Executable executable, Map<String, String> environment, Duration timeout) {
    /** The process for a command that needs no input. */
    LaunchSpec spec(String... arguments) {
        return new LaunchSpec(executable.command(arguments), environment, Path.of("/"), Input.EMPTY);
    }

    /**
     * Runs the command and waits for its output.
     *
     * @throws dev.yardmaster.problem.YardmasterException with {@code LAUNCH_FAILED} if it can't be started, and with
     *     {@code COMMAND_TIMED_OUT} if it does not end in time
     */
    CommandRunner.Output run(List<String> input, String... arguments) {
        return CommandRunner.run(spec(arguments), input, timeout);
    }
}
