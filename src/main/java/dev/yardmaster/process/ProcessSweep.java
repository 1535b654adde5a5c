package dev.yardmaster.process;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Ends processes that are searched for again and again, since what is being ended may still start others. */
final class ProcessSweep {
    private static final Logger LOG = Logger.getLogger(ProcessSweep.class);
    /** How long SIGKILL may take: only a process stuck in the kernel survives it. */
    private static final Duration KILL_LIMIT = Duration.ofSeconds(5);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(100);

    private ProcessSweep() {}

    /**
     * Sends SIGTERM to what is found, SIGKILL to what is left after the grace, and returns when nothing is left, with all that was
     * ended. It blocks, so it belongs on a virtual thread.
     */
    static Set<ProcessHandle> end(Supplier<Set<ProcessHandle>> search, Duration grace) {
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
