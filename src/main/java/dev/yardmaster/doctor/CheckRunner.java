package dev.yardmaster.doctor;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Runs checks at the same time, each on a virtual thread.
 *
 * @param limit the time after which a check has no result
 */
record CheckRunner(Duration limit) {
    /** Passes on the findings in the order of the checks, each as soon as it and those before it are known. */
    void run(List<? extends Check> checks, Consumer<Finding> findings) throws InterruptedException {
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        long deadline = System.nanoTime() + limit.toNanos();
        try {
            List<Future<List<Finding>>> running =
                    checks.stream().map(check -> threads.submit(check::run)).toList();
            for (int i = 0; i < running.size(); i++) {
                result(checks.get(i), running.get(i), deadline).forEach(findings);
            }
        } finally {
            // A check that ignores the interrupt must not keep the others waiting, so nothing waits for its end.
            threads.shutdownNow();
        }
    }

    private List<Finding> result(Check check, Future<List<Finding>> running, long deadline)
            throws InterruptedException {
        try {
            return running.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            return List.of(check.overdue(limit));
        } catch (ExecutionException e) {
            return List.of(Finding.failed(
                    check.name(), "The check failed: " + e.getCause(), "Report this as a bug, with this line."));
        }
    }
}
