package dev.yardmaster.provider.opencode.server;

import java.nio.file.Path;
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
 * The running servers, one for each {@link ServerKey}. A server starts with the first session that needs it, stays for a while after the
 * last one, and is replaced when it has exited. Thread-safe, by its monitor.
 */
public final class OpenCodeServers {
    private static final Logger LOG = Logger.getLogger(OpenCodeServers.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final Duration idleTimeout;
    private final Duration reconnectTimeout;
    private final Map<ServerKey, OpenCodeServer> running = new HashMap<>();

    /**
     * @param idleTimeout how long a server without sessions is kept
     * @param reconnectTimeout how long a session tries to reach a running server again
     */
    public OpenCodeServers(Duration idleTimeout, Duration reconnectTimeout) {
        this.idleTimeout = idleTimeout;
        this.reconnectTimeout = reconnectTimeout;
    }

    public Duration reconnectTimeout() {
        return reconnectTimeout;
    }

    /**
     * Returns a server for one more session. Pass it to {@link #release} when the session has ended.
     *
     * @throws dev.yardmaster.problem.YardmasterException with {@code LAUNCH_FAILED} if the server can't be started
     */
    public synchronized OpenCodeServer acquire(ServerKey key) {
        OpenCodeServer server = running.get(key);
        if (server == null || server.hasExited()) {
            server = OpenCodeServer.start(key);
            running.put(key, server);
        }
        server.addUser();
        return server;
    }

    /**
     * Returns a server for one more session, as {@link #acquire} does, on which no other session that was acquired so runs in the same directory.
     * Pass the directory to {@link #leave} before the release.
     */
    public synchronized OpenCodeServer acquireAlone(ServerKey key, Path directory) {
        ServerKey candidate = key;
        OpenCodeServer server = acquire(candidate);
        while (!server.take(directory)) {
            release(server, server);
            candidate = candidate.next();
            server = acquire(candidate);
        }
        return server;
    }

    /** A session that had a directory for itself has ended. */
    public synchronized void leave(OpenCodeServer server, Path directory) {
        server.giveBack(directory);
    }

    /** Releases a server after its session has ended. */
    public synchronized void release(OpenCodeServer server, Object user) {
        long useCount = server.removeUser(user);
        if (server.isUnused()) {
            Executor later = CompletableFuture.delayedExecutor(
                    idleTimeout.toMillis(), TimeUnit.MILLISECONDS, Thread::startVirtualThread);
            later.execute(() -> stopUnused(server, useCount));
        }
    }

    /** Stops all servers and waits for their exit, at most 10 seconds. */
    public void close() {
        List<OpenCodeServer> servers;
        synchronized (this) {
            servers = List.copyOf(running.values());
            running.clear();
        }
        servers.forEach(OpenCodeServer::stop);
        CompletableFuture<?>[] gone =
                servers.stream().map(it -> it.gone().toCompletableFuture()).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(gone).get(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warnf("servers still running at shutdown count=%d failure=%s", servers.size(), e);
        }
    }

    /** Stops the server unless it was used in the meantime. */
    private synchronized void stopUnused(OpenCodeServer server, long useCount) {
        if (server.isUnused() && server.useCount() == useCount) {
            running.remove(server.key(), server);
            server.stop();
        }
    }
}
