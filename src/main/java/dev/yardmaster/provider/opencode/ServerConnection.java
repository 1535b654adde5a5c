package dev.yardmaster.provider.opencode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.process.Line;
import dev.yardmaster.process.LineListener;
import dev.yardmaster.process.MarkedProcesses;
import dev.yardmaster.process.ProcessExit;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.Connection;
import dev.yardmaster.provider.LaunchRequest;
import dev.yardmaster.provider.opencode.server.DirectoryApi;
import dev.yardmaster.provider.opencode.server.OpenCodeApi;
import dev.yardmaster.provider.opencode.server.OpenCodeErrors;
import dev.yardmaster.provider.opencode.server.OpenCodeServer;
import dev.yardmaster.provider.opencode.server.OpenCodeServers;
import dev.yardmaster.provider.opencode.server.ServerKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/**
 * A session on a server that it shares with others. Its reply lines are {@link RequestLines}, which it sends one after the other; the
 * responses and the events of the bus are its input lines.
 *
 * <pre>
 *   starting --ready--> open --closeInput and idle--> ended
 *      |                 |                              ^
 *      +-----------------+--- stop, or server exit -----+
 * </pre>
 *
 * <p>Threads: one virtual thread sends the requests and one reads the bus; both deliver lines under {@code deliveryLock}. The first cause
 * of an end wins; the end itself runs on a virtual thread.
 */
final class ServerConnection implements Connection {
    private static final Logger LOG = Logger.getLogger(ServerConnection.class);
    private static final Duration STARTUP_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration EXIT_DELAY = Duration.ofSeconds(2);
    private static final Duration TOOLS_GRACE = Duration.ofSeconds(2);
    /** The events of an abort can arrive this much later than the response to it. */
    private static final Duration LAST_EVENTS_DELAY = Duration.ofMillis(150);

    private static final ProcessExit FINISHED = new ProcessExit(0, Optional.empty(), "");
    /** Takes the place of a request and wakes the thread that waits for one. */
    private static final Optional<String> WAKE_UP = Optional.empty();

    private final OpenCodeServers servers;
    private final OpenCodeServer server;
    private final Path directory;
    private final Duration reconnectTimeout;
    private final Optional<ObjectNode> ownMcpServer;
    private final LineListener lines;
    private final MarkedProcesses tools;
    private final BlockingQueue<Optional<String>> requests = new LinkedBlockingQueue<>();
    private final Object deliveryLock = new Object();
    /** Held while a request is sent, and while missed events are replaced: a request in between would change what they mean. */
    private final Lock requestLock = new ReentrantLock();

    private final AtomicBoolean stopping = new AtomicBoolean();
    private final AtomicBoolean ending = new AtomicBoolean();
    private final CompletableFuture<ProcessExit> gone = new CompletableFuture<>();
    private final SessionActivity activity = new SessionActivity(InstantSource.system());
    private boolean deliveryClosed;
    private volatile boolean inputClosed;
    private Optional<RequestSender> sender = Optional.empty();
    private volatile Optional<DirectoryApi> api = Optional.empty();
    private volatile Optional<BusConnection> bus = Optional.empty();

    private ServerConnection(
            OpenCodeServers servers,
            OpenCodeServer server,
            LaunchRequest request,
            Optional<ObjectNode> ownMcpServer,
            LineListener lines) {
        this.servers = servers;
        this.server = server;
        this.directory = request.directory();
        this.reconnectTimeout = servers.reconnectTimeout();
        this.ownMcpServer = ownMcpServer;
        this.lines = lines;
        this.tools = new MarkedProcesses(request.marker());
    }

    /**
     * Connects to the server of a key. The connection starts the server if necessary and waits for it on another thread.
     *
     * @param ownMcpServer the service's own MCP server with the token of this session. A server has one of each name for a directory, so such a
     *     session shares its directory on the server with no other session
     */
    static ServerConnection open(
            OpenCodeServers servers,
            ServerKey key,
            LaunchRequest request,
            Optional<ObjectNode> ownMcpServer,
            LineListener lines) {
        OpenCodeServer server =
                ownMcpServer.isPresent() ? servers.acquireAlone(key, request.directory()) : servers.acquire(key);
        ServerConnection connection = new ServerConnection(servers, server, request, ownMcpServer, lines);
        server.addExitListener(connection, connection::onServerExit);
        Thread.ofVirtual().name("opencode-" + request.conversation().session()).start(connection::run);
        return connection;
    }

    /** Also works after {@link #closeInput}, because events of the last turn may need a reply. */
    @Override
    public void write(String line) {
        requests.add(Optional.of(line));
    }

    @Override
    public void closeInput() {
        inputClosed = true;
        requests.add(WAKE_UP);
    }

    @Override
    public void stop(Runnable polite, Duration politeGrace, Duration terminateGrace) {
        if (stopping.compareAndSet(false, true)) {
            Thread.startVirtualThread(() -> {
                tools.remember();
                Thread.startVirtualThread(polite);
                if (!completesWithin(gone, politeGrace)) {
                    endSession(FINISHED);
                }
            });
        }
    }

    @Override
    public CompletionStage<ProcessExit> gone() {
        return gone.minimalCompletionStage();
    }

    private void run() {
        try {
            connect();
            while (!ending.get() && (!inputClosed || activity.isBusy() || !requests.isEmpty())) {
                Optional<String> request = requests.take();
                if (request.isPresent()) {
                    sendRequest(Json.parse(request.get()));
                }
            }
            if (activity.wasAborted()) {
                Thread.sleep(LAST_EVENTS_DELAY);
            }
            endSession(FINISHED);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (OpenCodeApi.RefusedException e) {
            fail(e.failure());
        } catch (IOException | CompletionException e) {
            onConnectionLost(e);
        }
    }

    private void connect() throws IOException, InterruptedException {
        DirectoryApi opened = new DirectoryApi(ready(), directory);
        opened.enter();
        api = Optional.of(opened);
        if (ownMcpServer.isPresent()) {
            opened.addMcpServer(ownMcpServer.get());
        }
        sender = Optional.of(new RequestSender(opened, activity, reconnectTimeout));
        MissedEvents missed = new MissedEvents(opened, activity, requestLock, this::onEvent, reconnectTimeout);
        BusConnection events = BusConnection.open(opened, missed, this::onEvent, reconnectTimeout);
        bus = Optional.of(events);
        Thread.ofVirtual().name("opencode-bus").start(() -> readEvents(events));
    }

    private void readEvents(BusConnection events) {
        try {
            events.read();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (OpenCodeApi.RefusedException e) {
            fail(e.failure());
        } catch (IOException e) {
            onConnectionLost(e);
        }
    }

    private OpenCodeApi ready() throws OpenCodeApi.RefusedException {
        if (!completesWithin(server.ready(), STARTUP_TIMEOUT)) {
            server.stop();
            throw new OpenCodeApi.RefusedException(OpenCodeErrors.fatal(
                    "server_not_ready",
                    "OpenCode's server did not listen within " + STARTUP_TIMEOUT.toSeconds()
                            + " seconds and was stopped"));
        }
        return server.ready().toCompletableFuture().join();
    }

    private void sendRequest(JsonNode request) throws IOException, InterruptedException {
        String name = request.path("request").asText();
        requestLock.lock();
        try {
            synchronized (deliveryLock) {
                activity.beforeRequest(name, request.path("path").asText());
            }
            OpenCodeApi.Response response = sender.orElseThrow().send(request);
            boolean ok = response.status() / 100 == 2;
            activity.afterResponse(name, ok);
            deliver(Line.of(RequestLines.response(name, response.status(), response.body())));
            if (name.equals(RequestLines.CREATE) && !ok) {
                endSession(new ProcessExit(
                        1, Optional.empty(), "The session could not be opened: HTTP " + response.status()));
            }
        } finally {
            requestLock.unlock();
        }
    }

    /** The end of a turn leads to the next prompt, which must not be sent before the activity knows of that end. */
    private void onEvent(Line line) {
        boolean turnOver;
        synchronized (deliveryLock) {
            deliver(line);
            turnOver = activity.onEvent(line);
        }
        if (turnOver) {
            requests.add(WAKE_UP);
        }
    }

    private void deliver(Line line) {
        synchronized (deliveryLock) {
            if (deliveryClosed) {
                return;
            }
            try {
                lines.onLine(line);
                lines.onBatch();
            } catch (RuntimeException e) {
                LOG.errorf("line listener failed failure=%s", e.getClass());
                LOG.debugf(e, "line listener failed");
            }
        }
    }

    /** The bus or a request failed. If the server has exited, its exit ends the session; otherwise the session fails. */
    private void onConnectionLost(Exception why) {
        if (!ending.get() && !completesWithin(server.gone(), EXIT_DELAY)) {
            fail(OpenCodeErrors.fatal("server_lost", "The connection to OpenCode's server broke: " + why.getMessage()));
        }
    }

    private void fail(AgentEvent.Failure failure) {
        deliver(Line.of(RequestLines.connectionLost(failure)));
        endSession(new ProcessExit(1, Optional.empty(), failure.message()));
    }

    private void onServerExit(ProcessExit exit) {
        if (api.isEmpty()) {
            deliver(Line.of(RequestLines.connectionLost(OpenCodeErrors.ofStderr(exit.stderr()))));
        }
        endSession(exit);
    }

    private void endSession(ProcessExit exit) {
        if (!ending.compareAndSet(false, true)) {
            return;
        }
        Thread.startVirtualThread(() -> {
            tools.remember();
            abortTurn();
            tools.end(TOOLS_GRACE);
            bus.ifPresent(BusConnection::close);
            leaveDirectory();
            if (ownMcpServer.isPresent()) {
                servers.leave(server, directory);
            }
            servers.release(server, this);
            closeDelivery();
            requests.add(WAKE_UP);
            gone.complete(exit);
        });
    }

    /** Aborts a running turn. If the server does not respond, stops the server. */
    private void abortTurn() {
        Optional<String> session = activity.session();
        if (!activity.isBusy() || session.isEmpty() || api.isEmpty() || server.hasExited()) {
            return;
        }
        try {
            api.get().abort(session.get());
        } catch (IOException e) {
            LOG.warnf("server does not respond and is stopped session=%s failure=%s", session.get(), e);
            server.stop();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void leaveDirectory() {
        if (api.isEmpty() || server.hasExited()) {
            return;
        }
        try {
            api.get().leave();
        } catch (IOException e) {
            LOG.warnf("directory not left directory=%s failure=%s", directory, e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeDelivery() {
        synchronized (deliveryLock) {
            deliveryClosed = true;
        }
    }

    private static boolean completesWithin(CompletionStage<?> stage, Duration limit) {
        return stage.thenApply(_ -> true)
                .toCompletableFuture()
                .completeOnTimeout(false, limit.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }
}
