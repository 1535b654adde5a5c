package dev.yardmaster.server;

import io.quarkus.runtime.Quarkus;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs the service in this process. */
public final class Server {
    private static final int CLOSING_SECONDS = 30;

    private Server() {}

    /**
     * Runs the service for as long as a task lasts; blocks until everything is stopped again. Throws
     * {@link dev.yardmaster.problem.YardmasterException} when the home or the database can't be used.
     *
     * @return the task's exit code, or not 0 when the service could not start
     */
    public static int run(ServerOptions options, ServiceTask task) throws IOException {
        options.apply();
        var closed = new CountDownLatch(1);
        holdExitUntil(closed);
        try (HomeLock lock = HomeLock.take(options.home());
                Database _ = Database.open(options.home())) {
            ServiceApplication.prepare(lock, task);
            // Complete when this call returns.
            var outcome = new CompletableFuture<Outcome>();
            Quarkus.run(ServiceApplication.class, (code, failure) -> outcome.complete(new Outcome(code, failure)));
            return outcome.join().exitCode();
        } finally {
            closed.countDown();
        }
    }

    private record Outcome(int code, @Nullable Throwable failure) {
        /** What the service failed with is told by the caller as its own failure. */
        int exitCode() {
            if (failure != null) {
                throw StartFailure.of(failure);
            }
            return code;
        }
    }

    /** A signal ends the process when the shutdown hooks are done, whether or not this method's caller is. */
    private static void holdExitUntil(CountDownLatch closed) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                closed.await(CLOSING_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }));
    }
}
