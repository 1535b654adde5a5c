package dev.yardmaster.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** The frames of an open SSE response. Not thread-safe. */
public final class EventStream implements AutoCloseable {
    private static final String DATA = "data: ";
    private static final String ID = "id: ";

    private final Optional<InputStream> body;
    private final Duration silence;
    private Optional<String> id = Optional.empty();
    private Optional<String> data = Optional.empty();
    private volatile long lastRead = System.nanoTime();

    private EventStream(Optional<InputStream> body, Duration silence) {
        this.body = body;
        this.silence = silence;
    }

    /** @param silence how long the service may send nothing, not even a comment, before the connection counts as dead */
    static EventStream of(InputStream body, Duration silence) {
        return new EventStream(Optional.of(body), silence);
    }

    /** A stream that has no more frames. */
    static EventStream over() {
        return new EventStream(Optional.empty(), Duration.ZERO);
    }

    /**
     * A frame.
     *
     * @param id the cursor after this frame; empty if the frame has none
     * @param text the event as the service sent it; empty if the frame only has a cursor
     */
    public record Frame(Optional<String> id, String text) {
        /** The event. */
        public JsonNode data() {
            try {
                return ClientJson.MAPPER.readTree(text);
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Whether the service has reported that no frames will follow. */
    public boolean isOver() {
        return body.isEmpty();
    }

    /**
     * Passes each event to a consumer. Returns when the stream ends or its connection breaks; a frame that has not arrived completely is not
     * passed on.
     */
    public void forEach(Consumer<Frame> consumer) {
        forEachFrame(frame -> {
            if (!frame.text().isEmpty()) {
                consumer.accept(frame);
            }
        });
    }

    /** As {@link #forEach}, with the frames that only have a cursor. */
    public void forEachFrame(Consumer<Frame> consumer) {
        if (body.isEmpty()) {
            return;
        }
        Thread watch = Thread.ofVirtual().start(this::closeWhenSilent);
        try (var lines = new BufferedReader(new InputStreamReader(body.get(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                lastRead = System.nanoTime();
                read(line, consumer);
            }
        } catch (IOException e) {
            // The connection broke. The caller can continue after the last frame, unless its thread was interrupted.
            if (e.getCause() instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
        } finally {
            watch.interrupt();
        }
    }

    @Override
    public void close() {
        try {
            if (body.isPresent()) {
                body.get().close();
            }
        } catch (IOException _) {
            // Nothing is read from it any more.
        }
    }

    private void read(String line, Consumer<Frame> consumer) {
        if (line.startsWith(ID)) {
            id = Optional.of(line.substring(ID.length()));
        } else if (line.startsWith(DATA)) {
            data = Optional.of(line.substring(DATA.length()));
        } else if (line.isEmpty() && (id.isPresent() || data.isPresent())) {
            var frame = new Frame(id, data.orElse(""));
            id = Optional.empty();
            data = Optional.empty();
            consumer.accept(frame);
        }
    }

    /** A machine that slept, or a network that was cut, leaves connections that never break by themselves. */
    private void closeWhenSilent() {
        try {
            for (Duration left = silence; left.isPositive(); left = left()) {
                Thread.sleep(left);
            }
            close();
        } catch (InterruptedException _) {
            // The stream has ended.
        }
    }

    private Duration left() {
        return silence.minusNanos(System.nanoTime() - lastRead);
    }
}
