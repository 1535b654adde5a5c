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
 * Writes lines to a child's standard input. The caller never waits for the child.
 *
 * <p>Threads: the monitor guards the queue and is never held during a write. A thread exists only while lines wait. It is a platform thread,
 * because a write to a full pipe would block the carrier of a virtual one.
 */
final class LineWriter {
    private static final Logger LOG = Logger.getLogger(LineWriter.class);
    private static final int STACK_SIZE = 256 * 1024;

    private enum State {
        OPEN,
        /** Accepts no more lines; the pipe is closed after the last line is written. */
        CLOSING,
        /** The child no longer reads: lines are dropped, and the child's exit reports the reason. */
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
                        ErrorCode.CONFLICT, "The agent's standard input is closed, so it accepts no more messages.");
            case BROKEN -> LOG.debugf("line dropped, pipe is broken pipe=%s", name);
        }
    }

    /** Closes the pipe after the last line is written. */
    synchronized void close() {
        if (state == State.OPEN) {
            state = State.CLOSING;
            startWriting();
        }
    }

    /** Drops all lines, because the child has ended or closed its input. */
    synchronized void breakOff() {
        state = State.BROKEN;
        queue.clear();
    }

    private void enqueue(byte[] line) {
        if (queued + line.length > maxQueued) {
            throw new YardmasterException(
                    ErrorCode.CONFLICT,
                    "The agent does not read its standard input: " + queued + " of at most " + maxQueued
                            + " bytes are waiting. Send the message again later, or stop the session.");
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

    /** Takes all waiting lines; if it returns none, the writing thread ends. */
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
