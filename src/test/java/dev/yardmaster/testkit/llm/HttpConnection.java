package dev.yardmaster.testkit.llm;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Map;

/**
 * A connection for one HTTP/1.1 exchange. It uses a plain socket, because tests break connections in ways that an HTTP server prevents. For use
 * by one thread.
 */
final class HttpConnection implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    HttpConnection(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
        out = new BufferedOutputStream(socket.getOutputStream(), 64 * 1024);
    }

    HttpRequest read() throws IOException {
        return HttpRequest.read(in);
    }

    /** Answers with JSON. */
    void json(int status, Map<String, String> headers, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        head(status, headers, "content-type: application/json", "content-length: " + bytes.length);
        out.write(bytes);
        out.flush();
    }

    /** Starts a response with server-sent events. */
    ServerSentEvents events(Map<String, String> headers) throws IOException {
        head(200, headers, "content-type: text/event-stream; charset=utf-8", "transfer-encoding: chunked");
        return new ServerSentEvents(out);
    }

    /** Sends nothing until the client closes the connection or the thread is interrupted. */
    void hold() throws IOException {
        in.transferTo(OutputStream.nullOutputStream());
    }

    /** Resets the connection. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void head(int status, Map<String, String> headers, String... more) throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Mock\r\nconnection: close\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append(String.join("\r\n", more)).append("\r\n\r\n");
        out.write(head.toString().getBytes(ISO_8859_1));
    }
}
