package dev.yardmaster.dispatch;

import dev.yardmaster.session.SessionLauncher;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Launches the sessions of claimed tasks on threads of its own, because starting a process takes longer than planning it. Thread-safe. */
@Singleton
class TaskLauncher {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final SessionLauncher launcher;
    private final DispatchMetrics metrics;
    private final ExecutorService threads =
            threads(Math.max(2, Runtime.getRuntime().availableProcessors()), "launcher-");
    // Sessions that get a hand-off first read the log of another session, which must not delay the others.
    private final ExecutorService handOffThreads = threads(2, "hand-off-launcher-");

    TaskLauncher(SessionLauncher launcher, DispatchMetrics metrics) {
        this.launcher = launcher;
        this.metrics = metrics;
    }

    /** Launches the session of a claimed task. Does not block. */
    void launch(TaskClaimer.Claimed claim) {
        long claimedAt = System.nanoTime();
        launcher.launchOn(claim.launch().handedOver().isPresent() ? handOffThreads : threads, claim.launch())
                .thenRun(
                        () -> metrics.started(claim.launch(), claim.waited().plusNanos(System.nanoTime() - claimedAt)));
    }

    /** Waits for launches that have begun. Runs after the dispatcher has stopped. */
    void stop(@Observes @Priority(110) ShutdownEvent event) throws InterruptedException {
        threads.shutdown();
        handOffThreads.shutdown();
        threads.awaitTermination(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        handOffThreads.awaitTermination(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    }

    private static ExecutorService threads(int count, String name) {
        return Executors.newFixedThreadPool(
                count, Thread.ofPlatform().name(name, 1).daemon().factory());
    }
}
