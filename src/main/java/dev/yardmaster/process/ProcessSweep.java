package dev.yardmaster.process;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Stops processes and repeats the search, because a process that is being stopped may start others. */
final class ProcessSweep {
    private static final Logger LOG = Logger.getLogger(ProcessSweep.class);
    /** The maximum time for SIGKILL; only a process that hangs in the kernel survives it. */
    private static final Duration KILL_LIMIT = Duration.ofSeconds(5);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(100);

    private ProcessSweep() {}

    /**
     * Sends SIGTERM to the processes that the search finds, and SIGKILL to those that are left after the grace. Blocks until none is left, so
     * it must run on a virtual thread.
     *
     * @return the stopped processes
     */
    static Set<ProcessHandle> stop(Supplier<Set<ProcessHandle>> search, Duration grace) {
        Set<ProcessHandle> signalled = new HashSet<>();
        long start = System.nanoTime();
        Duration pause = FIRST_PAUSE;
        Set<ProcessHandle> left = search.get();
        while (!left.isEmpty() && within(start, grace.plus(KILL_LIMIT))) {
            if (within(start, grace)) {
                left.stream().filter(process -> !signalled.contains(process)).forEach(ProcessHandle::destroy);
            } else {
                left.forEach(ProcessHandle::destroyForcibly);
            }
            signalled.addAll(left);
            LockSupport.parkNanos(pause.toNanos());
            pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            left = search.get();
        }
        left.forEach(process -> LOG.errorf("process survives SIGKILL pid=%d", process.pid()));
        signalled.removeAll(left);
        return signalled;
    }

    private static boolean within(long start, Duration time) {
        return System.nanoTime() - start < time.toNanos();
    }
}
