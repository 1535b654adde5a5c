package dev.yardmaster.process;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Stops processes and repeats the search, because a process that is being stopped may start others. */
final class ProcessSweep {
    private static final Logger LOG = Logger.getLogger(ProcessSweep.class);
    /** The maximum time for SIGKILL; only a process that hangs in the kernel survives it. */
    private static final Duration KILL_LIMIT = Duration.ofSeconds(5);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(100);

    private final Supplier<Set<ProcessHandle>> search;
    private final LongSupplier nanoTime;
    private final Set<ProcessHandle> signalled = new HashSet<>();

    /** @param nanoTime a clock in nanoseconds that only measures durations, as {@link System#nanoTime()} */
    ProcessSweep(Supplier<Set<ProcessHandle>> search, LongSupplier nanoTime) {
        this.search = search;
        this.nanoTime = nanoTime;
    }

    /**
     * Sends SIGTERM to the processes that the search finds, and SIGKILL to those that are left after the grace. Blocks until none is left, so
     * it must run on a virtual thread.
     *
     * @return the stopped processes
     */
    static Set<ProcessHandle> stop(Supplier<Set<ProcessHandle>> search, Duration grace) {
        return new ProcessSweep(search, System::nanoTime).stop(grace);
    }

    /** However long the search takes, the processes that are left after the grace receive SIGKILL. */
    Set<ProcessHandle> stop(Duration grace) {
        Set<ProcessHandle> left = terminate(grace);
        long start = nanoTime.getAsLong();
        while (!left.isEmpty()) {
            left.forEach(ProcessHandle::destroyForcibly);
            signalled.addAll(left);
            if (!within(start, KILL_LIMIT)) {
                break;
            }
            awaitEnd(left, start, KILL_LIMIT);
            left = search.get();
        }
        left.forEach(process -> LOG.errorf("process survives SIGKILL pid=%d", process.pid()));
        signalled.removeAll(left);
        return signalled;
    }

    /** Returns the processes that are left after the grace. */
    private Set<ProcessHandle> terminate(Duration grace) {
        long start = nanoTime.getAsLong();
        Set<ProcessHandle> left = search.get();
        while (!left.isEmpty() && within(start, grace)) {
            left.forEach(ProcessHandle::destroy);
            signalled.addAll(left);
            awaitEnd(left, start, grace);
            left = search.get();
        }
        return left;
    }

    /** A search reads all processes of the machine, so it is repeated only after the found processes have ended. */
    private void awaitEnd(Set<ProcessHandle> processes, long start, Duration limit) {
        Duration pause = FIRST_PAUSE;
        while (within(start, limit) && processes.stream().anyMatch(ProcessTable::running)) {
            LockSupport.parkNanos(pause.toNanos());
            pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    private boolean within(long start, Duration time) {
        return nanoTime.getAsLong() - start < time.toNanos();
    }
}
