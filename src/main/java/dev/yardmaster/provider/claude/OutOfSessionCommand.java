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
 * A way to ask an executable something beside sessions. It is asked where no project's settings are.
 *
 * @param environment the whole of the child's
 * @param limit how long an answer may take
 */
record OutOfSessionCommand(Executable executable, Map<String, String> environment, Duration limit) {
    /** What would be run for a question that needs no input. */
    LaunchSpec spec(String... arguments) {
        return new LaunchSpec(executable.command(arguments), environment, Path.of("/"), Input.EMPTY);
    }

    /**
     * Asks and waits for the answer.
     *
     * @throws dev.yardmaster.problem.YardmasterException with {@code LAUNCH_FAILED} when there is none in time
     */
    CommandRunner.Output ask(List<String> input, String... arguments) {
        return CommandRunner.run(spec(arguments), input, limit);
    }
}
