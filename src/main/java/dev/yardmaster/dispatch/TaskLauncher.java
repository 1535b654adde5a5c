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
    private final ExecutorService threads = Executors.newFixedThreadPool(
            Math.max(2, Runtime.getRuntime().availableProcessors()),
            Thread.ofPlatform().name("launcher-", 1).daemon().factory());

    TaskLauncher(SessionLauncher launcher, DispatchMetrics metrics) {
        this.launcher = launcher;
        this.metrics = metrics;
    }

    /** Launches the session of a claimed task. Does not block. */
    void launch(TaskClaimer.Claim claim) {
        long claimedAt = System.nanoTime();
        launcher.register(claim.launch());
        threads.execute(() -> {
            launcher.launch(claim.launch());
            metrics.started(claim.launch(), claim.waited().plusNanos(System.nanoTime() - claimedAt));
        });
    }

    /** Waits for launches that have begun. Runs after the dispatcher has stopped. */
    void stop(@Observes @Priority(110) ShutdownEvent event) throws InterruptedException {
        threads.shutdown();
        threads.awaitTermination(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    }
}
