package dev.yardmaster.session;

import dev.yardmaster.session.log.SessionLog;
import dev.yardmaster.session.run.RunningSession;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/** The sessions of this service, from their registration until their end is stored. For any thread; only {@link #awaitEmpty} blocks. */
@Singleton
public class SessionRegistry {
    private final ConcurrentMap<UUID, RunningSession> sessions = new ConcurrentHashMap<>();
    private final Object emptied = new Object();
    private volatile boolean closed;

    /** Returns the session with an id. If it is not registered, registers the one that {@code create} returns. */
    RunningSession register(UUID session, Function<UUID, RunningSession> create) {
        return sessions.computeIfAbsent(session, create);
    }

    void remove(UUID session) {
        sessions.remove(session);
        synchronized (emptied) {
            emptied.notifyAll();
        }
    }

    /** A running session of this service. */
    public Optional<RunningSession> find(UUID session) {
        return Optional.ofNullable(sessions.get(session));
    }

    /** The sessions of an agent. */
    List<RunningSession> ofAgent(UUID agent) {
        return sessions.values().stream()
                .filter(session -> session.launch().agent().equals(agent))
                .toList();
    }

    Collection<RunningSession> all() {
        return List.copyOf(sessions.values());
    }

    int size() {
        return sessions.size();
    }

    /** Whether a session is registered. */
    public boolean contains(UUID session) {
        return sessions.containsKey(session);
    }

    /** The log of a running session. */
    public Optional<SessionLog> log(UUID session) {
        return find(session).map(RunningSession::log);
    }

    /** Notes that the service stops. A session that is registered later must be stopped by the one who registers it. */
    void close() {
        closed = true;
    }

    /** Whether the service stops. */
    boolean isClosed() {
        return closed;
    }

    /** Waits until no session is registered, or the time is over. Returns whether no session is registered. */
    boolean awaitEmpty(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        synchronized (emptied) {
            for (long left = timeout.toMillis(); !sessions.isEmpty() && left > 0; ) {
                emptied.wait(left);
                left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
            }
        }
        return sessions.isEmpty();
    }
}
