package dev.yardmaster.doctor;

import dev.yardmaster.process.ChildEnvironment;
import dev.yardmaster.process.CommandRunner;
import dev.yardmaster.process.LaunchSpec;
import dev.yardmaster.process.LaunchSpec.Input;
import dev.yardmaster.process.ProgramLookup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/** Runs programs of this machine for a few seconds. */
final class Programs {
    private static final Duration LIMIT = Duration.ofSeconds(4);

    private final Map<String, String> environment;

    Programs(Map<String, String> environment) {
        this.environment = ChildEnvironment.from(environment).toMap();
    }

    /** Whether a program exists: an absolute path, or a name on the {@code PATH}. */
    boolean exists(String program) {
        return ProgramLookup.find(program, environment).isPresent();
    }

    /** Throws {@code command_timed_out} or {@code launch_failed}. */
    CommandRunner.Output run(String... command) {
        return CommandRunner.run(new LaunchSpec(List.of(command), environment, Path.of("/"), Input.EMPTY), LIMIT);
    }

    /** Something that starts programs. */
    @FunctionalInterface
    interface Task {
        void run() throws InterruptedException;
    }

    /** Runs a task. Afterwards none of the programs that it started is running, even if one ignores signals. */
    static void leaveNone(Task task) throws InterruptedException {
        Set<ProcessHandle> before = children();
        // The end of a program that hangs is reported as a finding, so the log need not repeat it.
        Logger log = Logger.getLogger("dev.yardmaster.process");
        Level level = log.getLevel();
        log.setLevel(Level.OFF);
        try {
            task.run();
        } finally {
            Set<ProcessHandle> left = new HashSet<>(children());
            left.removeAll(before);
            left.forEach(ProcessHandle::destroyForcibly);
            log.setLevel(level);
        }
    }

    private static Set<ProcessHandle> children() {
        return ProcessHandle.current().descendants().collect(Collectors.toSet());
    }
}
