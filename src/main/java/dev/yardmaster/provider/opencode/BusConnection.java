package dev.yardmaster.provider.opencode;

import dev.yardmaster.process.Line;
import dev.yardmaster.provider.opencode.server.Backoff;
import dev.yardmaster.provider.opencode.server.DirectoryApi;
import dev.yardmaster.provider.opencode.server.EventBusClient;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Keeps a session connected to the event bus. When the stream of events ends although the server goes on, it connects again and delivers
 * the events that were missed. One thread reads; any thread can close.
 *
 * <pre>
 *   reading --stream ends--> connecting --> replaying --> reading
 *      |                         |              |
 *      +---------close-----------+--------------+--> closed (also if the server cannot be reached for too long)
 * </pre>
 */
final class BusConnection {
    private static final Logger LOG = Logger.getLogger(BusConnection.class);

    private final DirectoryApi api;
    private final MissedEvents missed;
    private final Consumer<Line> consumer;
    private final Duration limit;
    private volatile EventBusClient stream;
    private volatile boolean closed;

    private BusConnection(
            DirectoryApi api, MissedEvents missed, Consumer<Line> consumer, Duration limit, EventBusClient stream) {
        this.api = api;
        this.missed = missed;
        this.consumer = consumer;
        this.limit = limit;
        this.stream = stream;
    }

    /**
     * Connects to the event bus. No event after the return of this method is missed.
     *
     * @param limit how long to try to reach a server again
     */
    static BusConnection open(DirectoryApi api, MissedEvents missed, Consumer<Line> consumer, Duration limit)
            throws IOException, InterruptedException {
        return new BusConnection(api, missed, consumer, limit, EventBusClient.open(api, consumer));
    }

    /** Reads until the connection is closed, or the server can't be reached again; the exception explains that. */
    void read() throws IOException, InterruptedException {
        while (!closed) {
            String why = stream.read();
            if (!closed) {
                LOG.warnf("event stream interrupted directory=%s reason=%s", api.directory(), why);
                reconnect();
            }
        }
    }

    void close() {
        closed = true;
        stream.close();
    }

    private void reconnect() throws IOException, InterruptedException {
        Backoff backoff = new Backoff(limit);
        while (!closed) {
            try {
                reopen();
                missed.replay(this::reopen);
                return;
            } catch (IOException e) {
                if (!backoff.pause()) {
                    throw e;
                }
            }
        }
    }

    /** Replaces the stream. Events that the old stream has not delivered are dropped. */
    private void reopen() throws IOException, InterruptedException {
        stream.close();
        stream = EventBusClient.open(api, consumer);
        if (closed) {
            stream.close();
        }
    }
}
