package dev.yardmaster.process;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/**
 * Reads one pipe of a child to its end, whatever the listener does.
 *
 * <p>Threads: {@link #run} has a platform thread of its own, since a thread that waits for a pipe holds its carrier. Giving up comes
 * from any other thread; the monitor guards what both know. It is never held while the pipe is read or the listener works.
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

    /** Starts the thread; of its stack only what is used takes memory. */
    void start(long stackSize) {
        Thread.ofPlatform().name(name).daemon().stackSize(stackSize).start(this);
    }

    /** Completes when every line has been handed over, or the pipe was given up. */
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
                buffer.takeLines(this::tell);
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
        buffer.takeRest(this::tell);
        guard(listener::onBatch);
    }

    private void tell(Line line) {
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

    /** Whether what was read may still be handed over. */
    private synchronized boolean endWait() {
        waiting = false;
        return !givenUp;
    }

    /**
     * Gives the pipe up if it has been silent for so long; true once it is done for either reason. A read that hangs in the kernel
     * can't be woken: its thread ends with the last process that holds the other end, and no longer touches what is held of an
     * unfinished line, which is handed over here.
     */
    boolean giveUpAfter(Duration silence) {
        if (done.isDone()) {
            return true;
        }
        if (!silentFor(silence)) {
            return false;
        }
        LOG.warnf("pipe given up, a process left behind holds it pipe=%s", name);
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

    /** The message of the failure may quote the line, so it is for DEBUG only. */
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
