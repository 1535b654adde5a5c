package dev.yardmaster.server;

import dev.yardmaster.server.configuration.ConfigurationCheck;
import io.quarkus.runtime.Quarkus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs the service in this process. */
public final class Server {
    private static final Duration CLOSING = Duration.ofSeconds(30);

    private Server() {}

    /**
     * Runs the service until a task returns, and blocks until everything is stopped. Throws
     * {@link dev.yardmaster.server.configuration.InvalidConfiguration} for mistakes in the configuration, before anything is changed, and
     * {@link dev.yardmaster.problem.YardmasterException} if the home or the database can't be used.
     *
     * @param progress gets one line for each step of the start
     * @return the exit code of the task; not 0 if the service could not start
     */
    public static int run(ServerOptions options, Consumer<String> progress, ServiceTask task) throws IOException {
        options.apply();
        // The service that uses the home can also use the port, and the message about the home is more helpful.
        HomeLock.requireFree(options.home());
        new ConfigurationCheck(System.getenv(), Path.of("")).run();
        ConnectionLimits.apply();
        var hook = new ExitHook(CLOSING);
        Runtime.getRuntime().addShutdownHook(new Thread(hook));
        try (HomeLock lock = HomeLock.take(options.home());
                Database database = Database.open(options, progress)) {
            hook.opened(database);
            ServiceApplication.prepare(lock, task);
            progress.accept("Starting the service …");
            // This call blocks; the future is complete when it returns.
            var outcome = new CompletableFuture<Outcome>();
            Quarkus.run(ServiceApplication.class, (code, failure) -> outcome.complete(new Outcome(code, failure)));
            return outcome.join().exitCode();
        } finally {
            hook.closed();
        }
    }

    private record Outcome(int code, @Nullable Throwable failure) {
        /** Throws the failure of the service, if it failed. */
        int exitCode() {
            if (failure != null) {
                throw StartFailure.of(failure);
            }
            return code;
        }
    }
}
