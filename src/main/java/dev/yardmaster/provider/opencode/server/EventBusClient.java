package dev.yardmaster.provider.opencode.server;

import dev.yardmaster.process.Line;
import dev.yardmaster.process.LineBuffer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/** Reads the server-sent events of a directory and passes on those of sessions. One thread reads; any thread can close. */
public final class EventBusClient {
    private static final int MAX_LINE = 16 << 20;
    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SESSION = "\"sessionID\":\"".getBytes(StandardCharsets.US_ASCII);
    /** The session's id is near the beginning of every event. */
    private static final int SEARCHED_BYTES = 400;

    private final InputStream in;
    private final Consumer<Line> consumer;

    private EventBusClient(InputStream in, Consumer<Line> consumer) {
        this.in = in;
        this.consumer = consumer;
    }

    /** Connects to the event bus. No event after the return of this method is missed. */
    public static EventBusClient open(DirectoryApi api, Consumer<Line> consumer)
            throws IOException, InterruptedException {
        InputStream in = api.events();
        EventBusClient bus = new EventBusClient(in, consumer);
        // The first event is server.connected.
        if (in.read() != DATA[0]) {
            throw new IOException("OpenCode's server sent no events");
        }
        return bus;
    }

    /** Reads until the stream ends, and returns the reason for the end. */
    public String read() {
        LineBuffer buffer = new LineBuffer(MAX_LINE);
        try (in) {
            while (buffer.read(in)) {
                buffer.takeLines(this::deliver);
            }
            return "the stream of events ended";
        } catch (IOException e) {
            return "the stream of events ended: " + e.getMessage();
        }
    }

    public void close() {
        try {
            in.close();
        } catch (IOException _) {
            // The stream is no longer read, with or without this error.
        }
    }

    /** Whether the beginning of a line contains these bytes. */
    public static boolean startContains(Line line, byte[] wanted) {
        int end = line.offset() + Math.min(line.length(), SEARCHED_BYTES) - wanted.length;
        for (int at = line.offset(); at <= end; at++) {
            if (Arrays.equals(line.buffer(), at, at + wanted.length, wanted, 0, wanted.length)) {
                return true;
            }
        }
        return false;
    }

    private void deliver(Line line) {
        int length = line.length() - DATA.length;
        if (length > 0 && line.buffer()[line.offset()] == DATA[0] && startContains(line, SESSION)) {
            consumer.accept(new Line(line.buffer(), line.offset() + DATA.length, length, line.dropped()));
        }
    }
}
