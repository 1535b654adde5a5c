package dev.yardmaster.sse;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/** A Vert.x response with the headers of an event stream. */
record HttpSseResponse(HttpServerResponse response) implements SseResponse {
    private static final int QUEUE_BYTES = 128 * 1024;

    @Override
    public boolean isClosed() {
        return response.closed();
    }

    @Override
    public void open(Runnable onRoom, Runnable onClose) {
        response.setChunked(true).setWriteQueueMaxSize(QUEUE_BYTES);
        response.putHeader("Content-Type", "text/event-stream;charset=UTF-8")
                // A proxy that compresses or buffers the response would hold back events.
                .putHeader("Cache-Control", "no-cache, no-transform")
                .putHeader("X-Accel-Buffering", "no");
        response.drainHandler(_ -> onRoom.run());
        response.exceptionHandler(_ -> onClose.run());
        response.closeHandler(_ -> onClose.run());
        response.endHandler(_ -> onClose.run());
    }

    @Override
    public boolean isFull() {
        return response.writeQueueFull();
    }

    @Override
    public void write(Buffer bytes) {
        response.write(bytes);
    }

    @Override
    public void end() {
        response.end();
    }

    @Override
    public void reset() {
        response.reset();
    }
}
