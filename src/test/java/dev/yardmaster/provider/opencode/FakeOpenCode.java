package dev.yardmaster.provider.opencode;

import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.yardmaster.provider.Executable;
import dev.yardmaster.provider.ProviderId;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/**
 * A server with OpenCode's API, so that a test decides when an event is sent and when a connection breaks. It has one session,
 * {@code ses_1}. JSON is written with single quotes.
 */
final class FakeOpenCode implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, String> stored = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<EventResponse> streams = new CopyOnWriteArrayList<>();
    private volatile Predicate<String> broken = _ -> false;

    private FakeOpenCode(HttpServer server) {
        this.server = server;
    }

    static FakeOpenCode start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        FakeOpenCode fake = new FakeOpenCode(server);
        fake.store("POST /session", "{'id':'ses_1','directory':'/','version':'1'}");
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", fake::handle);
        server.start();
        return fake;
    }

    /** An executable whose process prints the address of this server and does nothing else. */
    Executable executable() {
        String script =
                "echo listening on http://127.0.0.1:" + server.getAddress().getPort() + "; exec sleep 600";
        return new Executable("fake", new ProviderId("opencode"), "/bin/sh", List.of("-c", script), Map.of());
    }

    /** Sets the body of the responses to a request, such as {@code GET /session/status}. */
    void store(String request, String body) {
        stored.put(request, OpenCodeFixture.json(body));
    }

    /** The server handles these requests, but breaks the connection instead of a response. */
    void breakAfter(Predicate<String> request) {
        broken = request;
    }

    /** Sends an event to the stream that was opened last. */
    void emit(String event) {
        streams.getLast().write(event);
    }

    /** Ends the response that was opened last. */
    void endStream() {
        streams.getLast().end();
    }

    void awaitRequest(String request) {
        await().until(() -> requests.stream().anyMatch(it -> it.startsWith(request)));
    }

    void awaitStreams(int count) {
        await().until(() -> streams.size() >= count);
    }

    List<String> requests(String start) {
        return requests.stream().filter(it -> it.startsWith(start)).toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String request =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        requests.add(request + " " + body);
        if (broken.test(request)) {
            exchange.close();
        } else if (request.equals("GET /event")) {
            stream(exchange);
        } else {
            respond(exchange, Optional.ofNullable(stored.get(request)));
        }
    }

    private static void respond(HttpExchange exchange, Optional<String> body) throws IOException {
        byte[] bytes = body.orElse("").getBytes(StandardCharsets.UTF_8);
        int missing = exchange.getRequestMethod().equals("GET") ? 404 : 204;
        exchange.sendResponseHeaders(body.isPresent() ? 200 : missing, body.isPresent() ? bytes.length : -1);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private void stream(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        EventResponse stream = new EventResponse(exchange.getResponseBody(), new CountDownLatch(1));
        stream.write("{'type':'server.connected','properties':{}}");
        streams.add(stream);
        stream.awaitEnd();
        exchange.close();
    }

    private record EventResponse(OutputStream out, CountDownLatch ended) {
        void write(String event) {
            try {
                out.write(("data: " + OpenCodeFixture.json(event) + "\n\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void end() {
            ended.countDown();
        }

        void awaitEnd() {
            try {
                ended.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
