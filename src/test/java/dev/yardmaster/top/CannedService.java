package dev.yardmaster.top;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;

/** A small HTTP server with the answers that a test sets, and with streams to which a test writes. For any thread. */
final class CannedService implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final Map<String, List<OutputStream>> streams = new ConcurrentHashMap<>();
    private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();

    /** @param port 0 for any */
    CannedService(int port) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    String address() {
        return "http://127.0.0.1:" + port();
    }

    /** Sets the answer to a GET of a path; the one with {@code ?state=open} or {@code ?after} in its query has an answer of its own. */
    void answer(String path, String json) {
        answers.put(path, json);
    }

    /** Sends an event to all clients of a stream. */
    void send(String path, String id, String json) {
        String frame = "id: " + id + "\ndata: " + json + "\n\n";
        for (OutputStream stream : streams.getOrDefault(path, List.of())) {
            try {
                stream.write(frame.getBytes(StandardCharsets.UTF_8));
                stream.flush();
            } catch (IOException _) {
                // The client has left.
            }
        }
    }

    /** The next request that is not a GET without a cursor: its method, path, body and cursor. */
    String awaitRequest() throws InterruptedException {
        return requests.take();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String cursor = exchange.getRequestHeaders().getFirst("Last-Event-ID");
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (!exchange.getRequestMethod().equals("GET") || cursor != null) {
            requests.add(exchange.getRequestMethod() + " " + path + (cursor == null ? " " + body : " after " + cursor));
        }
        if ("text/event-stream".equals(exchange.getRequestHeaders().getFirst("Accept"))) {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream;charset=UTF-8");
            exchange.sendResponseHeaders(200, 0);
            OutputStream stream = exchange.getResponseBody();
            stream.write("retry: 1000\n\n".getBytes(StandardCharsets.UTF_8));
            stream.flush();
            if (path.equals("/api/changes") && cursor == null) {
                stream.write("id: a-0\ndata: {\"type\":\"reset\"}\n\n".getBytes(StandardCharsets.UTF_8));
                stream.flush();
            }
            streams.computeIfAbsent(path, _ -> new CopyOnWriteArrayList<>()).add(stream);
            return;
        }
        answer(exchange, path);
    }

    private void answer(HttpExchange exchange, String path) throws IOException {
        String query = exchange.getRequestURI().getQuery();
        String variant = Stream.of("state=open", "after")
                .filter(parameter -> query != null && query.contains(parameter))
                .findFirst()
                .map(parameter -> path + "?" + parameter)
                .orElse(path);
        String found = answers.getOrDefault(variant, "{\"items\":[]}");
        int status = path.matches("/api/\\w+/.*")
                        && !answers.containsKey(path)
                        && exchange.getRequestMethod().equals("GET")
                ? 404
                : 200;
        byte[] body = (status == 404 ? "{\"detail\":\"It does not exist.\"}" : found).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
