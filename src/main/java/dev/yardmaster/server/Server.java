package dev.yardmaster.server;

import io.quarkus.runtime.Quarkus;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

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
            var exitCode = new AtomicInteger();
            ServiceApplication.prepare(lock, task);
            Quarkus.run(ServiceApplication.class, (code, failure) -> {
                exitCode.set(failure == null ? code : 1);
                if (failure != null) {
                    failure.printStackTrace();
                }
            });
            return exitCode.get();
        } finally {
            closed.countDown();
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
