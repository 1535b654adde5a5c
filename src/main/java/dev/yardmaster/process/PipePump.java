package dev.yardmaster.process;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/**
 * Reads one pipe of a child to its end, even if the listener throws exceptions.
 *
 * <p>Threads: {@link #run} has a platform thread of its own, because a virtual thread that waits for a pipe blocks its carrier.
 * {@link #giveUpAfter} is called by other threads. The monitor guards the state that both use; it is never held while the pipe is read or
 * the listener runs.
 */
final class PipePump implements Runnable {
    private static final Logger LOG = Logger.getLogger(PipePump.class);

    private final String name;
    private final InputStream in;
    private final LineListener listener;
    private final LineBuffer buffer;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private boolean failureLogged;

    private boolean waiting;
    private long waitingSince;
    private boolean givenUp;

    PipePump(String name, InputStream in, LineListener listener, int maxLine) {
        this.name = name;
        this.in = in;
        this.listener = listener;
        this.buffer = new LineBuffer(maxLine);
    }

    /** Starts the thread. Only the part of its stack that is used takes memory. */
    void start(long stackSize) {
        Thread.ofPlatform().name(name).daemon().stackSize(stackSize).start(this);
    }

    /** Completes when the listener has received every line, or the pipe was given up. */
    CompletableFuture<Void> done() {
        return done;
    }

    @Override
    public void run() {
        try {
            pump();
        } finally {
            done.complete(null);
        }
    }

    private void pump() {
        try (in) {
            while (read()) {
                buffer.takeLines(this::deliver);
                guard(listener::onBatch);
            }
        } catch (IOException e) {
            LOG.debugf(e, "pipe failed pipe=%s", name);
        }
        if (endWait()) {
            finish();
        }
    }

    private void finish() {
        buffer.takeRest(this::deliver);
        guard(listener::onBatch);
        guard(listener::onEnd);
    }

    private void deliver(Line line) {
        guard(() -> listener.onLine(line));
    }

    private boolean read() throws IOException {
        beginWait();
        return buffer.read(in) && endWait();
    }

    private synchronized void beginWait() {
        waiting = true;
        waitingSince = System.nanoTime();
    }

    /** Returns whether the bytes of the last read may still be delivered. */
    private synchronized boolean endWait() {
        waiting = false;
        return !givenUp;
    }

    /**
     * Gives the pipe up if it had no output for this time. Returns true if the pipe has ended or was given up.
     *
     * <p>A read that waits in the kernel can't be interrupted. The reading thread ends when the last process closes the other end, and it no
     * longer uses the buffer. So this method can deliver the unfinished line.
     */
    boolean giveUpAfter(Duration silence) {
        if (done.isDone()) {
            return true;
        }
        if (!silentFor(silence)) {
            return false;
        }
        LOG.warnf("pipe given up, a leftover process keeps it open pipe=%s", name);
        finish();
        done.complete(null);
        close();
        return true;
    }

    private synchronized boolean silentFor(Duration silence) {
        givenUp = waiting && System.nanoTime() - waitingSince >= silence.toNanos();
        return givenUp;
    }

    private void close() {
        try {
            in.close();
        } catch (IOException e) {
            LOG.debugf(e, "pipe not closed pipe=%s", name);
        }
    }

    private void guard(Runnable call) {
        try {
            call.run();
        } catch (Throwable e) {
            logOnce(e);
        }
    }

    /** The exception's message may quote the line, so it is logged at DEBUG only. */
    private void logOnce(Throwable failure) {
        if (!failureLogged) {
            failureLogged = true;
            LOG.errorf(
                    "line listener failed, further failures are not logged pipe=%s failure=%s",
                    name, failure.getClass());
        }
        LOG.debugf(failure, "line listener failed pipe=%s", name);
    }
}
