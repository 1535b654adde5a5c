package dev.yardmaster.provider.opencode;

import dev.yardmaster.process.Line;
import dev.yardmaster.process.LineBuffer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;

/** The server-sent events of a directory, of which those of sessions are handed over. Read by one thread, closed by any. */
final class EventBusClient {
    private static final int MAX_LINE = 16 << 20;
    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SESSION = "\"sessionID\":\"".getBytes(StandardCharsets.US_ASCII);
    /** A session's id stands near the beginning of an event, whatever its size. */
    private static final int LOOKED_AT = 400;

    private final InputStream in;
    private final Consumer<Line> consumer;

    private EventBusClient(InputStream in, Consumer<Line> consumer) {
        this.in = in;
        this.consumer = consumer;
    }

    /** From when this returns no event is missed. */
    static EventBusClient open(OpenCodeApi api, Path directory, Consumer<Line> consumer)
            throws IOException, InterruptedException {
        InputStream in = api.events(directory);
        EventBusClient bus = new EventBusClient(in, consumer);
        // The first byte is that of server.connected.
        if (in.read() != DATA[0]) {
            throw new IOException("OpenCode's server sent no events");
        }
        return bus;
    }

    /** Reads to the end, and tells why it came. */
    String read() {
        LineBuffer buffer = new LineBuffer(MAX_LINE);
        try (in) {
            while (buffer.read(in)) {
                buffer.takeLines(this::take);
            }
            return "the stream of events ended";
        } catch (IOException e) {
            return "the stream of events ended: " + e.getMessage();
        }
    }

    void close() {
        try {
            in.close();
        } catch (IOException _) {
            // It is not read any more either way.
        }
    }

    /** Whether the beginning of a line holds these bytes. */
    static boolean holds(Line line, byte[] wanted) {
        int end = line.offset() + Math.min(line.length(), LOOKED_AT) - wanted.length;
        for (int at = line.offset(); at <= end; at++) {
            if (Arrays.equals(line.buffer(), at, at + wanted.length, wanted, 0, wanted.length)) {
                return true;
            }
        }
        return false;
    }

    private void take(Line line) {
        int length = line.length() - DATA.length;
        if (length > 0 && line.buffer()[line.offset()] == DATA[0] && holds(line, SESSION)) {
            consumer.accept(new Line(line.buffer(), line.offset() + DATA.length, length, line.dropped()));
        }
    }
}
