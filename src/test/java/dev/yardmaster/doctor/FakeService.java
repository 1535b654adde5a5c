package dev.yardmaster.doctor;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.yardmaster.client.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/** A service that gives prepared answers. Without preparation it is ready, and accepts any token as that of an admin. */
final class FakeService implements AutoCloseable {
    private record Answer(int status, String body) {}

    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final HttpServer server;

    FakeService() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
        answer("GET /q/health/ready", 200, "{'status': 'UP', 'checks': []}");
        answer("GET /q/openapi", 200, "{'info': {'version': '1.2.3'}}");
        caller(Instant.now());
        answer("GET /api/providers", 200, "{'items': []}");
        answer("GET /api/settings", 200, "{'values': {'defaultModels': {}}}");
        answer("GET /api/pools", 200, "{'items': []}");
        answer("GET /api/projects", 200, "{'items': []}");
        answer("GET /api/agents", 200, "{'items': []}");
    }

    /** Prepares an answer. In the body, single quotes stand for double quotes. */
    FakeService answer(String route, int status, String body) {
        answers.put(route, new Answer(status, body.replace('\'', '"')));
        return this;
    }

    /** Prepares the answer to the question for the caller. */
    FakeService caller(Instant time) {
        return answer("GET /api/caller", 200, "{'name': 'tests', 'role': 'operator', 'time': '" + time + "'}");
    }

    int port() {
        return server.getAddress().getPort();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + port());
    }

    Target target() {
        return new Target(address(), Optional.of("token"), "--server");
    }

    Service service() {
        return Service.at(target(), Duration.ofMinutes(1));
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        Answer answer = answers.getOrDefault(
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath(), new Answer(404, "not found"));
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
