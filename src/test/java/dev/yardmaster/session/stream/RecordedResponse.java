package dev.yardmaster.session.stream;

import dev.yardmaster.sse.SseResponse;
import io.vertx.core.buffer.Buffer;

/** A response whose client reads only when the test lets it. */
final class RecordedResponse implements SseResponse {
    private final StringBuilder written = new StringBuilder();
    private Runnable onRoom = () -> {};
    private Runnable onClose = () -> {};
    private int roomFor = Integer.MAX_VALUE;
    private boolean closed;
    private boolean roomAfterEachWrite;
    private String outcome = "open";

    /** The text written since the last call. */
    String take() {
        String text = written.toString();
        written.setLength(0);
        return text;
    }

    /** {@code open}, {@code ended} or {@code reset}. */
    String outcome() {
        return outcome;
    }

    /** Lets the queue be full after so many writes from now on. */
    void fillAfter(int writes) {
        roomFor = writes;
    }

    /** Lets the client read its queue, and lets it be full again after so many writes. */
    void drain(int writes) {
        roomFor = writes;
        onRoom.run();
    }

    /** Reports room from within each write, as a connection may do. */
    void reportRoomDuringWrites() {
        roomAfterEachWrite = true;
    }

    /** Lets the client leave; the handlers for the connection and for the response both report it. */
    void leave() {
        closed = true;
        onClose.run();
        onClose.run();
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void open(Runnable room, Runnable close) {
        onRoom = room;
        onClose = close;
    }

    @Override
    public boolean isFull() {
        return roomFor <= 0;
    }

    @Override
    public void write(Buffer bytes) {
        if (!outcome.equals("open")) {
            throw new IllegalStateException("The response is " + outcome + ".");
        }
        roomFor--;
        if (roomAfterEachWrite) {
            onRoom.run();
        }
        written.append(bytes);
    }

    @Override
    public void end() {
        outcome = "ended";
    }

    @Override
    public void reset() {
        outcome = "reset";
    }
}
