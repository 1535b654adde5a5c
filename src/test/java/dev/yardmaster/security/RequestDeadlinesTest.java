package dev.yardmaster.security;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.InputStream;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Netty gives the connections of a real HTTP server their deadline. */
@Timeout(60)
class RequestDeadlinesTest {
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private final Vertx vertx = startVertx();

    /** As the service does at its start, before Netty is loaded. */
    private static Vertx startVertx() {
        System.setProperty(RequestDeadlines.PROPERTY, "serviceload");
        return Vertx.vertx();
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void shouldCloseConnectionsWithoutAnAllowedRequestOnly() throws Exception {
        // Given
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> {
                    RequestDeadline.end(request.connection());
                    request.response().end("ok");
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        try (Socket idle = new Socket("127.0.0.1", server.actualPort());
                Socket allowed = new Socket("127.0.0.1", server.actualPort())) {
            allowed.getOutputStream().write(REQUEST.getBytes(US_ASCII));
            String first = readAnswer(allowed.getInputStream());

            // When
            int closed = idle.getInputStream().read();
            allowed.getOutputStream().write(REQUEST.getBytes(US_ASCII));

            // Then
            assertThat(closed).isEqualTo(-1);
            assertThat(first).startsWith("HTTP/1.1 200").endsWith("ok");
            assertThat(readAnswer(allowed.getInputStream())).isEqualTo(first);
        }
    }

    private static String readAnswer(InputStream in) throws Exception {
        StringBuilder answer = new StringBuilder();
        while (!answer.toString().endsWith("\r\n\r\nok")) {
            answer.append((char) in.read());
        }
        return answer.toString();
    }
}
