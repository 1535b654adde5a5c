package dev.yardmaster.process;

import dev.yardmaster.problem.ErrorCode;
import dev.yardmaster.problem.YardmasterException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jboss.logging.Logger;

/**
 * Writes lines to a child's standard input without ever making the caller wait for the child.
 *
 * <p>Threads: the monitor guards the queue and is never held during a write. While there is something to write a thread writes it,
 * a platform thread since a write to a full pipe holds its carrier; an idle child has none.
 */
final class LineWriter {
    private static final Logger LOG = Logger.getLogger(LineWriter.class);
    private static final int STACK_SIZE = 256 * 1024;

    private enum State {
        OPEN,
        /** Nothing more is taken; the pipe is closed when all is written. */
        CLOSING,
        /** Nobody reads any more: what comes is dropped, and the exit tells. */
        BROKEN
    }

    private final String name;
    private final OutputStream out;
    private final int maxQueued;
    private final Queue<byte[]> queue = new ArrayDeque<>();
    private long queued;
    private State state = State.OPEN;
    private boolean writing;

    LineWriter(String name, OutputStream out, int maxQueued) {
        this.name = name;
        this.out = out;
        this.maxQueued = maxQueued;
    }

    synchronized void write(String line) {
        switch (state) {
            case OPEN -> enqueue((line + '\n').getBytes(StandardCharsets.UTF_8));
            case CLOSING ->
                throw new YardmasterException(
                        ErrorCode.CONFLICT, "The child's standard input is closed; it takes no more messages.");
            case BROKEN -> LOG.debugf("line dropped, nobody reads pipe=%s", name);
        }
    }

    /** Closes the pipe once all is written. */
    synchronized void close() {
        if (state == State.OPEN) {
            state = State.CLOSING;
            startWriting();
        }
    }

    /** The child is gone, or has closed its end. */
    synchronized void breakOff() {
        state = State.BROKEN;
        queue.clear();
    }

    private void enqueue(byte[] line) {
        if (queued + line.length > maxQueued) {
            throw new YardmasterException(
                    ErrorCode.CONFLICT,
                    "The child does not read its standard input: " + queued + " bytes wait for it and " + maxQueued
                            + " may. Send the message again later, or stop the session.");
        }
        queue.add(line);
        queued += line.length;
        startWriting();
    }

    private void startWriting() {
        if (!writing) {
            Thread.ofPlatform().name(name).daemon().stackSize(STACK_SIZE).start(this::writeAll);
            writing = true;
        }
    }

    private void writeAll() {
        try {
            for (List<byte[]> batch = next(); !batch.isEmpty(); batch = next()) {
                write(batch);
            }
        } catch (IOException e) {
            LOG.debugf(e, "pipe broken pipe=%s", name);
            breakOff();
        }
    }

    private void write(List<byte[]> batch) throws IOException {
        for (byte[] line : batch) {
            out.write(line);
            written(line.length);
        }
        out.flush();
    }

    private synchronized void written(int bytes) {
        queued -= bytes;
    }

    /** All that waits; when nothing does the thread is about to end. */
    private synchronized List<byte[]> next() throws IOException {
        List<byte[]> batch = List.copyOf(queue);
        queue.clear();
        writing = !batch.isEmpty();
        if (state == State.CLOSING && !writing) {
            out.close();
        }
        return batch;
    }
}
