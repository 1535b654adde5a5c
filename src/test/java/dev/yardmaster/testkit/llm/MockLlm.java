package dev.yardmaster.testkit.llm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * A mock LLM API on a free port of 127.0.0.1. Each {@link #scenario} has an endpoint with a base URL of its own, so one mock serves any number
 * of tests and CLIs at the same time. Thread-safe: every connection has a virtual thread, and the endpoints synchronize themselves.
 *
 * <pre>{@code
 * try (MockLlm llm = MockLlm.start()) {
 *     LlmEndpoint api = llm.scenario(ok().chunks(5));
 *     // run a CLI with api.url(), then look at api.requests()
 * }
 * }</pre>
 */
public final class MockLlm implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(MockLlm.class);
    private static final int BACKLOG = 256;

    private final ServerSocket server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, LlmEndpoint> endpoints = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();

    private MockLlm(ServerSocket server) {
        this.server = server;
    }

    /** Starts a mock that listens when this method returns. */
    public static MockLlm start() {
        try {
            MockLlm mock = new MockLlm(new ServerSocket(0, BACKLOG, InetAddress.getByName("127.0.0.1")));
            mock.threads.execute(mock::accept);
            return mock;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a new endpoint that answers as the scenario defines. */
    public LlmEndpoint scenario(Scenario scenario) {
        String path = "/s/" + count.incrementAndGet();
        LlmEndpoint endpoint = new LlmEndpoint("http://127.0.0.1:" + server.getLocalPort() + path, scenario);
        endpoints.put(path, endpoint);
        return endpoint;
    }

    /** Ends all exchanges, including those that hang. */
    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            threads.shutdownNow();
            threads.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                threads.execute(() -> serve(socket));
            }
        } catch (IOException | RejectedExecutionException e) {
            LOG.debugf("mock-llm.closed reason=%s", e.getMessage());
        }
    }

    private void serve(Socket socket) {
        try (socket;
                HttpConnection connection = new HttpConnection(socket)) {
            exchange(connection);
        } catch (IOException e) {
            LOG.debugf("mock-llm.disconnected reason=%s", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("mock-llm.failed", e);
        }
    }

    private void exchange(HttpConnection connection) throws IOException {
        HttpRequest request = connection.read();
        LlmEndpoint endpoint = endpoints.get(request.endpoint());
        if (endpoint == null) {
            connection.json(404, Map.of(), "{}");
        } else {
            new Exchange(endpoint, request.toLlmRequest(), connection).run();
        }
    }
}
