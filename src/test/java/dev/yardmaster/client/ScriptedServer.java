package dev.yardmaster.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A service that gives each request the next answer of a script, as streams and their failures look to a client. */
public final class ScriptedServer implements AutoCloseable {
    private final Queue<Answer> script = new ArrayDeque<>();
    private final List<String> cursors = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final InetSocketAddress address;
    private HttpServer server;

    /** An answer to one request. */
    private interface Answer {
        void write(HttpExchange exchange) throws IOException, InterruptedException;
    }

    public ScriptedServer() {
        server = start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        address = server.getAddress();
    }

    /** A client of this server. */
    public ApiClient client() {
        return new ApiClient(target());
    }

    public Target target() {
        return new Target(URI.create("http://127.0.0.1:" + address.getPort()), Optional.of("a-token"), "the test");
    }

    /** The cursors of all requests for a stream; an empty text for a request without one. */
    public List<String> cursors() {
        return cursors;
    }

    /** Then answers with frames, and ends the stream. */
    public ScriptedServer then(String... frames) {
        return add(exchange -> stream(exchange, 0, frames).close());
    }

    /** Then answers with frames, and lets the connection break. */
    public ScriptedServer thenBreaks(String... frames) {
        return add(exchange -> stream(exchange, 1_000_000, frames));
    }

    /** Then answers with frames, and is silent with an open connection. */
    public ScriptedServer thenStalls(String... frames) {
        return add(exchange -> {
            stream(exchange, 0, frames);
            closed.await();
        });
    }

    /** Then answers with a status and a body. */
    public ScriptedServer thenStatus(int status, String type, String body) {
        return add(exchange -> {
            exchange.getResponseHeaders().set("Content-Type", type);
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        });
    }

    /** Then answers with a problem of the service. */
    public ScriptedServer thenProblem(int status, String detail) {
        return thenStatus(status, "application/problem+json", "{\"detail\":\"" + detail + "\"}");
    }

    /** Stops, as a service that is restarted. */
    public void stop() {
        server.stop(0);
    }

    /** Starts again at the same address. */
    public void restart() {
        server = start(address);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.close();
    }

    private synchronized ScriptedServer add(Answer answer) {
        script.add(answer);
        return this;
    }

    private HttpServer start(InetSocketAddress at) {
        try {
            HttpServer started = HttpServer.create(at, 0);
            started.createContext("/", this::handle);
            started.setExecutor(threads);
            started.start();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            cursors.add(Optional.ofNullable(exchange.getRequestHeaders().getFirst("Last-Event-ID"))
                    .orElse(""));
            next().write(exchange);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private synchronized Answer next() {
        return script.remove();
    }

    private static OutputStream stream(HttpExchange exchange, int length, String... frames) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream;charset=UTF-8");
        exchange.sendResponseHeaders(200, length);
        OutputStream body = exchange.getResponseBody();
        for (String frame : frames) {
            body.write(frame.getBytes(StandardCharsets.UTF_8));
        }
        body.flush();
        return body;
    }
}
