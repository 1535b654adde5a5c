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
 * Ends a child with all that it has started, and sweeps up what it leaves behind when it ends by itself. Agent CLIs run their tools
 * in sessions and process groups of their own, so a signal to the child or its group does not reach them.
 *
 * <pre>
 *   running --stop--> polite --grace--> SIGTERM to all --grace--> SIGKILL to all
 *      |                 |                    |                         |
 *      +-----------------+--- child ended ----+-------------------------+--> leftovers: SIGTERM --grace--> SIGKILL --> gone
 * </pre>
 *
 * <p>Threads: all methods can be called from any thread and none of them waits; the steps run on virtual threads.
 */
public final class KillLadder {
    private static final Logger LOG = Logger.getLogger(KillLadder.class);
    private static final Duration LEFTOVER_GRACE = Duration.ofSeconds(3);

    private final ChildProcess child;
    private final EnvironmentMarker marker;
    private final Duration leftoverGrace;
    /** Descendants found before a signal: once their parent is gone only the marker would find them. */
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

    /** As {@link #over(ChildProcess, EnvironmentMarker, Duration)} with a grace of 3 seconds. */
    public static KillLadder over(ChildProcess child, EnvironmentMarker marker) {
        return over(child, marker, LEFTOVER_GRACE);
    }

    /**
     * Watches over a child: whenever and however it ends, what it leaves behind is ended too.
     *
     * @param marker a variable in the child's environment that no other session's processes carry
     * @param leftoverGrace how long leftovers have between SIGTERM and SIGKILL
     */
    public static KillLadder over(ChildProcess child, EnvironmentMarker marker, Duration leftoverGrace) {
        return new KillLadder(child, marker, leftoverGrace);
    }

    /**
     * Ends the child; a later call changes nothing and waits for the same end.
     *
     * @param polite asks the child to end, such as by closing its input; runs on a virtual thread of its own
     * @param politeGrace how long that may take before SIGTERM
     * @param termGrace how long SIGTERM may take before SIGKILL
     * @return as {@link #gone()}
     */
    public CompletionStage<ProcessExit> stop(Runnable polite, Duration politeGrace, Duration termGrace) {
        if (stopping.compareAndSet(false, true)) {
            Thread.startVirtualThread(() -> climb(polite, politeGrace, termGrace));
        }
        return gone();
    }

    /** Completes, on a virtual thread, when the child has ended, its output was handed over, and none of its leftovers runs. */
    public CompletionStage<ProcessExit> gone() {
        return gone.minimalCompletionStage();
    }

    private void climb(Runnable polite, Duration politeGrace, Duration termGrace) {
        remember();
        Thread.startVirtualThread(() -> ask(polite));
        if (endedWithin(politeGrace)) {
            return;
        }
        signal("SIGTERM", ProcessHandle::destroy);
        if (!endedWithin(termGrace)) {
            signal("SIGKILL", ProcessHandle::destroyForcibly);
        }
    }

    private void ask(Runnable polite) {
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
        remember();
        LOG.infof("child does not end signal=%s pid=%d descendants=%d", signal, child.pid(), descendants.size());
        send.accept(child.handle());
        leftovers().forEach(send);
    }

    private void remember() {
        descendants.addAll(ProcessTable.descendants(child.handle()));
    }

    private void sweep() {
        Set<ProcessHandle> ended = ProcessSweep.end(this::leftovers, leftoverGrace);
        if (!ended.isEmpty()) {
            LOG.infof("leftovers ended pid=%d count=%d", child.pid(), ended.size());
        }
    }

    /** What runs of the child's tree, besides the child. */
    private Set<ProcessHandle> leftovers() {
        Set<ProcessHandle> tree = new HashSet<>(descendants);
        tree.addAll(ProcessTable.carrying(marker));
        tree.remove(child.handle());
        return tree.stream().filter(ProcessTable::running).collect(Collectors.toSet());
    }
}
