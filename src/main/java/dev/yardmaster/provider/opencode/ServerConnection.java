package dev.yardmaster.provider.opencode;

import com.fasterxml.jackson.databind.JsonNode;
import dev.yardmaster.json.Json;
import dev.yardmaster.process.Line;
import dev.yardmaster.process.LineListener;
import dev.yardmaster.process.MarkedProcesses;
import dev.yardmaster.process.ProcessExit;
import dev.yardmaster.provider.AgentEvent;
import dev.yardmaster.provider.Connection;
import dev.yardmaster.provider.LaunchRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * A session on a server that it shares with others: its reply lines are {@link RequestLines}, made one after the other, and their answers
 * and the events of the bus are its lines.
 *
 * <pre>
 *   starting --ready--> open --closeInput and idle--> ended
 *      |                 |                              ^
 *      +-----------------+--- stop, or server gone -----+
 * </pre>
 *
 * <p>Threads: one virtual thread makes the requests and one reads the bus; both hand over lines under {@code delivery}. Whoever is first
 * ends the session, on a virtual thread.
 */
final class ServerConnection implements Connection {
    private static final Logger LOG = Logger.getLogger(ServerConnection.class);
    private static final Duration STARTUP_LIMIT = Duration.ofSeconds(60);
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(60);
    private static final Duration LAST_REQUEST_LIMIT = Duration.ofSeconds(2);
    private static final Duration TOOLS_GRACE = Duration.ofSeconds(2);
    /** After an abort the bus may still tell of it when the answer is there. */
    private static final Duration LAST_EVENTS = Duration.ofMillis(150);

    private static final ProcessExit FINISHED = new ProcessExit(0, Optional.empty(), "");
    /** In place of a request, for the thread that waits for one. */
    private static final Optional<String> LOOK_AGAIN = Optional.empty();

    private final OpenCodeServers servers;
    private final OpenCodeServer server;
    private final Path directory;
    private final LineListener lines;
    private final MarkedProcesses tools;
    private final BlockingQueue<Optional<String>> requests = new LinkedBlockingQueue<>();
    private final Object delivery = new Object();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final AtomicBoolean ending = new AtomicBoolean();
    private final CompletableFuture<ProcessExit> gone = new CompletableFuture<>();
    private final SessionActivity activity = new SessionActivity();
    private boolean closed;
    private volatile boolean inputClosed;
    private volatile Optional<OpenCodeApi> api = Optional.empty();
    private volatile Optional<EventBusClient> bus = Optional.empty();

    private ServerConnection(
            OpenCodeServers servers, OpenCodeServer server, LaunchRequest request, LineListener lines) {
        this.servers = servers;
        this.server = server;
        this.directory = request.directory();
        this.lines = lines;
        this.tools = new MarkedProcesses(request.marker());
    }

    /** Connects to the server of a key, which may have to be started; that is waited for on another thread. */
    static ServerConnection open(OpenCodeServers servers, ServerKey key, LaunchRequest request, LineListener lines) {
        OpenCodeServer server = servers.acquire(key);
        ServerConnection connection = new ServerConnection(servers, server, request, lines);
        server.whenGone(connection, connection::serverGone);
        Thread.ofVirtual().name("opencode-" + request.conversation().session()).start(connection::run);
        return connection;
    }

    /** Also after the input was closed: what OpenCode says of the last turn may have to be answered. */
    @Override
    public void write(String line) {
        requests.add(Optional.of(line));
    }

    @Override
    public void closeInput() {
        inputClosed = true;
        requests.add(LOOK_AGAIN);
    }

    @Override
    public void stop(Runnable polite, Duration politeGrace, Duration terminateGrace) {
        if (stopping.compareAndSet(false, true)) {
            Thread.startVirtualThread(() -> {
                tools.remember();
                Thread.startVirtualThread(polite);
                if (!completesWithin(gone, politeGrace)) {
                    end(FINISHED);
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
                    make(Json.parse(request.get()));
                }
            }
            if (activity.wasAborted()) {
                Thread.sleep(LAST_EVENTS);
            }
            end(FINISHED);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (OpenCodeApi.Refused e) {
            fail(e.failure());
        } catch (IOException | CompletionException e) {
            lost(e);
        }
    }

    private void connect() throws IOException, InterruptedException {
        OpenCodeApi opened = ready();
        opened.enter(directory);
        api = Optional.of(opened);
        EventBusClient events = EventBusClient.open(opened, directory, this::event);
        bus = Optional.of(events);
        Thread.ofVirtual().name("opencode-bus").start(() -> lost(new IOException(events.read())));
    }

    private OpenCodeApi ready() throws OpenCodeApi.Refused {
        if (!completesWithin(server.ready(), STARTUP_LIMIT)) {
            server.stop();
            throw new OpenCodeApi.Refused(Errors.failed(
                    "server_not_ready",
                    "OpenCode's server did not listen within " + STARTUP_LIMIT.toSeconds() + " seconds and was ended"));
        }
        return server.ready().toCompletableFuture().join();
    }

    private void make(JsonNode request) throws IOException, InterruptedException {
        String name = request.path("request").asText();
        String path = request.path("path").asText();
        activity.requested(name, path);
        OpenCodeApi.Answer answer = api.orElseThrow()
                .ask(request.path("method").asText(), path, directory, request.path("body"), REQUEST_LIMIT);
        boolean created = answer.status() / 100 == 2;
        activity.answered(name, created);
        deliver(Line.of(RequestLines.answer(name, answer.status(), answer.body())));
        if (name.equals(RequestLines.CREATE) && !created) {
            end(new ProcessExit(1, Optional.empty(), "The session could not be opened: HTTP " + answer.status()));
        }
    }

    private void event(Line line) {
        deliver(line);
        if (activity.heard(line)) {
            requests.add(LOOK_AGAIN);
        }
    }

    private void deliver(Line line) {
        synchronized (delivery) {
            if (closed) {
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

    /** Nothing more can be heard. If that is since the server has ended, its end tells; else the session can't go on. */
    private void lost(Exception why) {
        if (!ending.get() && !completesWithin(server.gone(), LAST_REQUEST_LIMIT)) {
            fail(Errors.failed("server_lost", "The connection to OpenCode's server broke: " + why.getMessage()));
        }
    }

    private void fail(AgentEvent.Failure failure) {
        deliver(Line.of(RequestLines.lost(failure)));
        end(new ProcessExit(1, Optional.empty(), failure.message()));
    }

    private void serverGone(ProcessExit exit) {
        if (api.isEmpty()) {
            deliver(Line.of(RequestLines.lost(Errors.ofStderr(exit.stderr()))));
        }
        end(exit);
    }

    private void end(ProcessExit exit) {
        if (!ending.compareAndSet(false, true)) {
            return;
        }
        Thread.startVirtualThread(() -> {
            tools.remember();
            abort();
            tools.end(TOOLS_GRACE);
            leave();
            bus.ifPresent(EventBusClient::close);
            servers.release(server, this);
            close();
            requests.add(LOOK_AGAIN);
            gone.complete(exit);
        });
    }

    /** A turn that still runs is aborted; and if the server does not even do that, the server is ended. */
    private void abort() {
        Optional<String> session = activity.session();
        if (!activity.isBusy() || session.isEmpty() || api.isEmpty() || server.isLost()) {
            return;
        }
        String path = "/session/" + session.get() + "/abort";
        try {
            api.get().ask("POST", path, directory, Json.object(), LAST_REQUEST_LIMIT);
        } catch (IOException e) {
            LOG.warnf("server does not answer, it is ended session=%s failure=%s", session.get(), e);
            server.stop();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void leave() {
        if (api.isEmpty() || server.isLost()) {
            return;
        }
        try {
            api.get().leave(directory, LAST_REQUEST_LIMIT);
        } catch (IOException e) {
            LOG.warnf("directory not left directory=%s failure=%s", directory, e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void close() {
        synchronized (delivery) {
            closed = true;
        }
    }

    private static boolean completesWithin(CompletionStage<?> stage, Duration limit) {
        return stage.thenApply(_ -> true)
                .toCompletableFuture()
                .completeOnTimeout(false, limit.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }
}
