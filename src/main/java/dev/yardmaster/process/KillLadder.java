package dev.yardmaster.process;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Stops a child process and all its descendants. When the child ends by itself, it stops the descendants that are left (the leftovers). Agent
 * CLIs run their tools in sessions and process groups of their own, so a signal to the child or its group does not reach the tools.
 *
 * <pre>
 *   running --stop--> polite --grace--> SIGTERM to all --grace--> SIGKILL to all
 *      |                 |                    |                         |
 *      +-----------------+--- child ended ----+-------------------------+--> leftovers: SIGTERM --grace--> SIGKILL --> gone
 * </pre>
 *
 * <p>Threads: all methods can be called from any thread, and none of them blocks; the steps run on virtual threads.
 */
public final class KillLadder {
    private static final Logger LOG = Logger.getLogger(KillLadder.class);
    private static final Duration LEFTOVER_GRACE = Duration.ofSeconds(3);

    private final ChildProcess child;
    private final EnvironmentMarker marker;
    private final Duration leftoverGrace;
    /** Descendants found before a signal. After their parent has ended, only the marker would find them. */
    private final Set<ProcessHandle> descendants = ConcurrentHashMap.newKeySet();

    private final AtomicBoolean stopping = new AtomicBoolean();
    private final CompletableFuture<ProcessExit> gone;

    private KillLadder(ChildProcess child, EnvironmentMarker marker, Duration leftoverGrace) {
        this.child = child;
        this.marker = marker;
        this.leftoverGrace = leftoverGrace;
        CompletableFuture<Void> swept = child.ended().thenRunAsync(this::sweep, Thread::startVirtualThread);
        this.gone = swept.thenCombineAsync(child.exit(), (_, exit) -> exit, Thread::startVirtualThread);
    }

    /** Like {@link #over(ChildProcess, EnvironmentMarker, Duration)} with a grace of 3 seconds. */
    public static KillLadder over(ChildProcess child, EnvironmentMarker marker) {
        return over(child, marker, LEFTOVER_GRACE);
    }

    /**
     * Watches a child: whenever and however it ends, its leftovers are stopped too.
     *
     * @param marker a variable in the child's environment that no process of another session has
     * @param leftoverGrace the time between SIGTERM and SIGKILL for leftovers
     */
    public static KillLadder over(ChildProcess child, EnvironmentMarker marker, Duration leftoverGrace) {
        return new KillLadder(child, marker, leftoverGrace);
    }

    /**
     * Stops the child. Further calls change nothing and return the same stage.
     *
     * @param polite asks the child to end, for example by closing its input; runs on a virtual thread of its own
     * @param politeGrace the time between this request and SIGTERM
     * @param termGrace the time between SIGTERM and SIGKILL
     * @return the stage of {@link #gone()}
     */
    public CompletionStage<ProcessExit> stop(Runnable polite, Duration politeGrace, Duration termGrace) {
        if (stopping.compareAndSet(false, true)) {
            Thread.startVirtualThread(() -> climb(polite, politeGrace, termGrace));
        }
        return gone();
    }

    /** Completes, on a virtual thread, when the child has ended, the listeners have all its output, and no leftover is running. */
    public CompletionStage<ProcessExit> gone() {
        return gone.minimalCompletionStage();
    }

    private void climb(Runnable polite, Duration politeGrace, Duration termGrace) {
        recordDescendants();
        Thread.startVirtualThread(() -> runPolite(polite));
        if (endedWithin(politeGrace)) {
            return;
        }
        signal("SIGTERM", ProcessHandle::destroy);
        if (!endedWithin(termGrace)) {
            signal("SIGKILL", ProcessHandle::destroyForcibly);
        }
    }

    private void runPolite(Runnable polite) {
        try {
            polite.run();
        } catch (RuntimeException e) {
            LOG.warnf("polite stop failed pid=%d failure=%s", child.pid(), e);
        }
    }

    private boolean endedWithin(Duration grace) {
        return child.ended()
                .thenApply(_ -> true)
                .completeOnTimeout(false, grace.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    private void signal(String signal, Consumer<ProcessHandle> send) {
        recordDescendants();
        LOG.infof("child still running signal=%s pid=%d descendants=%d", signal, child.pid(), descendants.size());
        send.accept(child.handle());
        leftovers().forEach(send);
    }

    private void recordDescendants() {
        descendants.addAll(ProcessTable.descendants(child.handle()));
    }

    private void sweep() {
        Set<ProcessHandle> stopped = ProcessSweep.stop(this::leftovers, leftoverGrace);
        if (!stopped.isEmpty()) {
            LOG.infof("leftovers stopped pid=%d count=%d", child.pid(), stopped.size());
        }
    }

    /** Returns the running processes of the child's tree without the child itself. */
    private Set<ProcessHandle> leftovers() {
        Set<ProcessHandle> tree = new HashSet<>(descendants);
        tree.addAll(ProcessTable.withMarker(marker));
        tree.remove(child.handle());
        return tree.stream().filter(ProcessTable::running).collect(Collectors.toSet());
    }
}
