package dev.yardmaster.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A connection to an event stream by a plain socket, so that a test controls how much is read and how it ends. Not thread-safe. */
public final class EventStream implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;

    private final Socket socket = new Socket();
    private final InputStream in;
    private final int status;
    private final Map<String, String> headers = new HashMap<>();
    private final byte[] buffer = new byte[16 * 1024];
    private ByteArrayOutputStream partial = new ByteArrayOutputStream();
    private boolean lineEnded;
    private int leftOfChunk;
    private boolean over;
    private int comments;

    /** A received event. */
    public record Frame(String id, String event, String data) {
        public long seq() {
            return Long.parseLong(id);
        }

        public JsonObject json() {
            return new JsonObject(data);
        }
    }

    private EventStream(Api api, String path, String headers, int receiveBuffer) throws IOException {
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(new InetSocketAddress(api.base().getHost(), api.base().getPort()));
        in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
        String request = "GET " + path + " HTTP/1.1\r\nHost: " + api.base().getAuthority()
                + "\r\nAuthorization: Bearer " + api.token() + "\r\nAccept: text/event-stream\r\n" + headers + "\r\n";
        socket.getOutputStream().write(request.getBytes(US_ASCII));
        if (receiveBuffer >= 0) {
            status = Integer.parseInt(line().split(" ")[1]);
            readHeaders();
        } else {
            status = 0;
        }
    }

    /** Requests a stream and reads the response headers. */
    public static EventStream open(Api api, String path) {
        return connect(api, path, "", 0);
    }

    /** Requests the events after the one with this id. */
    public static EventStream openAfter(Api api, String path, String lastEventId) {
        return connect(api, path, "Last-Event-ID: " + lastEventId + "\r\n", 0);
    }

    /** Requests a stream with a receive buffer of 4 KiB. */
    public static EventStream openSmall(Api api, String path) {
        return connect(api, path, "", 4 * 1024);
    }

    /** Requests a stream and reads nothing. */
    public static EventStream ask(Api api, String path) {
        return connect(api, path, "", -1);
    }

    private static EventStream connect(Api api, String path, String headers, int receiveBuffer) {
        try {
            return new EventStream(api, path, headers, receiveBuffer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int status() {
        return status;
    }

    public String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** Returns the number of comments received. */
    public int comments() {
        return comments;
    }

    /** Whether the server has ended the stream properly. */
    public boolean over() {
        return over;
    }

    /** Returns the next event. */
    public Frame next() {
        while (true) {
            List<Frame> frames = read(1);
            if (!frames.isEmpty()) {
                return frames.getFirst();
            }
            if (over) {
                throw new IllegalStateException("The stream has ended");
            }
        }
    }

    /** Returns the next events. */
    public List<Frame> next(int count) {
        List<Frame> frames = new ArrayList<>();
        while (frames.size() < count) {
            frames.add(next());
        }
        return frames;
    }

    /** Reads this number of bytes of the body, or less at its end. Returns the events that are complete. */
    public List<Frame> read(long bytes) {
        List<Frame> frames = new ArrayList<>();
        long left = bytes;
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        try {
            while (left > 0 && !over) {
                if (System.nanoTime() > deadline) {
                    throw new IOException("The stream has not ended within " + PATIENCE_MILLIS + " ms");
                }
                int read = readBody((int) Math.min(left, buffer.length));
                left -= read;
                take(read, frames);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return frames;
    }

    /** Reads the available bytes, at most this number. Returns the events that are complete. */
    public List<Frame> readSome(int most) {
        List<Frame> frames = new ArrayList<>();
        try {
            take(readBody(Math.min(most, buffer.length)), frames);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return frames;
    }

    /** Reads until the end. */
    public List<Frame> readAll() {
        return read(Long.MAX_VALUE);
    }

    /** Resets the connection, like a process that is killed. */
    public void vanish() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void readHeaders() throws IOException {
        for (String line = line(); !line.isEmpty(); line = line()) {
            String[] parts = line.split(": ?", 2);
            headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1]);
        }
        over = !"chunked".equals(headers.get("transfer-encoding"));
    }

    private int readBody(int most) throws IOException {
        if (leftOfChunk == 0) {
            leftOfChunk = Integer.parseInt(line(), 16);
            if (leftOfChunk == 0) {
                over = true;
                return 0;
            }
        }
        int read = in.read(buffer, 0, Math.min(most, leftOfChunk));
        if (read < 0) {
            throw new IOException("The connection broke");
        }
        leftOfChunk -= read;
        if (leftOfChunk == 0) {
            line();
        }
        return read;
    }

    private void take(int length, List<Frame> frames) {
        int start = 0;
        for (int at = 0; at < length; at++) {
            boolean lineEnds = buffer[at] == '\n';
            if (lineEnds && lineEnded) {
                partial.write(buffer, start, at + 1 - start);
                start = at + 1;
                block(partial.toString(UTF_8), frames);
                partial = new ByteArrayOutputStream();
                lineEnds = false;
            }
            lineEnded = lineEnds;
        }
        partial.write(buffer, start, length - start);
    }

    private void block(String text, List<Frame> frames) {
        if (text.startsWith(":")) {
            comments++;
        } else if (text.startsWith("id: ") && text.contains("\ndata: ")) {
            String[] lines = text.split("\n");
            frames.add(new Frame(lines[0].substring(4), lines[1].substring(7), lines[2].substring(6)));
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int read = in.read(); read != '\n'; read = in.read()) {
            if (read < 0) {
                throw new IOException("The connection broke");
            }
            line.write(read);
        }
        return line.toString(US_ASCII).strip();
    }
}
