package dev.yardmaster.executable;

import dev.yardmaster.provider.Executable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * Runs a slow function for executables, each run on a virtual thread and a few at the same time. Callers that ask for an executable while
 * its run is in progress share the result of that run. For any thread; no caller blocks.
 */
final class SingleFlight<R> {
    private final ConcurrentMap<Executable, CompletableFuture<R>> running = new ConcurrentHashMap<>();
    private final Executor threads;
    private final Semaphore permits;
    private final Function<Executable, R> function;

    /**
     * @param threadName the name of its threads
     * @param atOnce how many runs may be in progress at the same time
     */
    SingleFlight(String threadName, int atOnce, Function<Executable, R> function) {
        this.threads = task -> Thread.ofVirtual().name(threadName).start(task);
        this.permits = new Semaphore(atOnce);
        this.function = function;
    }

    /** The result of the run in progress, or of a new one; fails if the function throws. Cancelling it does not affect other callers. */
    CompletableFuture<R> run(Executable executable) {
        var mine = new CompletableFuture<R>();
        CompletableFuture<R> shared = running.computeIfAbsent(executable, _ -> mine);
        if (shared == mine) {
            threads.execute(() -> complete(executable, mine));
        }
        return shared.copy();
    }

    private void complete(Executable executable, CompletableFuture<R> future) {
        permits.acquireUninterruptibly();
        try {
            R result = function.apply(executable);
            running.remove(executable);
            future.complete(result);
        } catch (RuntimeException | Error e) {
            running.remove(executable);
            future.completeExceptionally(e);
        } finally {
            permits.release();
        }
    }
}
