package dev.yardmaster.sse;

import io.vertx.core.buffer.Buffer;

/** The response into which a stream writes. Used on the event loop of its connection only. */
public interface SseResponse {
    /** Whether the connection is closed already. */
    boolean isClosed();

    /**
     * Sends the head with the next bytes.
     *
     * @param onRoom runs when a full queue has room again
     * @param onClose runs when the response or its connection ends, possibly more than once
     */
    void open(Runnable onRoom, Runnable onClose);

    /** Whether the client has not read what is queued for it. No more bytes should be written then. */
    boolean isFull();

    /** Queues bytes for the client. */
    void write(Buffer bytes);

    /** Ends the response normally; an {@code EventSource} then reconnects. */
    void end();

    /** Closes the connection without sending what is queued. */
    void reset();
}
