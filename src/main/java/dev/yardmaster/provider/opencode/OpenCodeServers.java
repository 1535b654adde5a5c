package dev.yardmaster.provider.opencode;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * The servers that run, one for each {@link ServerKey}: started for the first session that needs it, kept for a while after the last,
 * and started anew when it has died. Thread-safe, by its monitor.
 */
final class OpenCodeServers {
    private static final Logger LOG = Logger.getLogger(OpenCodeServers.class);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

    private final Duration idle;
    private final Map<ServerKey, OpenCodeServer> running = new HashMap<>();

    OpenCodeServers(Duration idle) {
        this.idle = idle;
    }

    /**
     * A server for one more session, to be given back by {@link #release}.
     *
     * @throws dev.yardmaster.problem.YardmasterException with {@code LAUNCH_FAILED} when it can't be started
     */
    synchronized OpenCodeServer acquire(ServerKey key) {
        OpenCodeServer server = running.get(key);
        if (server == null || server.isLost()) {
            server = OpenCodeServer.start(key);
            running.put(key, server);
        }
        server.use();
        return server;
    }

    /** A session has ended. */
    synchronized void release(OpenCodeServer server, Object user) {
        long uses = server.leave(user);
        if (server.isUnused()) {
            Executor later = CompletableFuture.delayedExecutor(
                    idle.toMillis(), TimeUnit.MILLISECONDS, Thread::startVirtualThread);
            later.execute(() -> stopUnused(server, uses));
        }
    }

    /** Ends them all, and waits for it. */
    void close() {
        List<OpenCodeServer> servers;
        synchronized (this) {
            servers = List.copyOf(running.values());
            running.clear();
        }
        servers.forEach(OpenCodeServer::stop);
        CompletableFuture<?>[] gone =
                servers.stream().map(it -> it.gone().toCompletableFuture()).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(gone).get(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warnf("servers not waited for count=%d failure=%s", servers.size(), e);
        }
    }

    /** Unless it was used meanwhile. */
    private synchronized void stopUnused(OpenCodeServer server, long uses) {
        if (server.isUnused() && server.uses() == uses) {
            running.remove(server.key(), server);
            server.stop();
        }
    }
}
