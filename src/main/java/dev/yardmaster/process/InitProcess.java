package dev.yardmaster.process;

import java.util.Optional;

/**
 * The first process of a container, which has the pid 1. The system makes it the parent of every process whose own parent has ended, and
 * it has to read their exit codes. Java can't do that for processes that it has not started.
 */
public final class InitProcess {
    private static final long PID = 1;

    private InitProcess() {}

    /** The warning for a service that runs as this process; empty for all other processes. */
    public static Optional<String> warning() {
        return warning(ProcessHandle.current().pid());
    }

    static Optional<String> warning(long pid) {
        return pid == PID
                ? Optional.of(
                        "The service is the first process (pid 1) of its container and can't remove the ended processes of"
                                + " agents' tools from the process table, so the container can run out of processes. Start it under an"
                                + " init: 'docker run --init', 'init: true' in Compose, or 'tini --' before the command.")
                : Optional.empty();
    }
}
