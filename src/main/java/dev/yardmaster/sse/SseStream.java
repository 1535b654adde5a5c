package dev.yardmaster.sse;

import dev.yardmaster.session.frame.ByteSlice;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Sends frames to one client until the client leaves or the frames end. The stream queues no frames of its own: it takes the next slice
 * when the connection has room, so a slow client slows only itself.
 *
 * <p>All work runs on the connection's event loop, from {@link #start} to {@link #close}; only {@link #end} may be called from any thread.
 */
public final class SseStream {
    private static final Logger LOG = Logger.getLogger(SseStream.class);
    private static final String HEARTBEAT = ": \n\n";

    private final EventExecutor loop;
    private final SseResponse response;
    private final FrameSource source;
    private final StreamConfig config;
    private final LongSupplier nanoTime;
    private final Consumer<SseStream> onClose;
    // One object, because the waiters recognize it by its identity.
    private final Runnable pump = this::pump;
    private Optional<Future<?>> heartbeat = Optional.empty();
    private long lastProgress;
    private boolean pumping;
    private boolean fetching;
    private boolean closed;

    /**
     * @param loop the event loop of the response's connection
     * @param nanoTime as {@link System#nanoTime}
     * @param onClose called once, when the stream is closed
     */
    public SseStream(
            EventExecutor loop,
            SseResponse response,
            FrameSource source,
            StreamConfig config,
            LongSupplier nanoTime,
            Consumer<SseStream> onClose) {
        this.loop = loop;
        this.response = response;
        this.source = source;
        this.config = config;
        this.nanoTime = nanoTime;
        this.onClose = onClose;
        this.lastProgress = nanoTime.getAsLong();
    }

    /** Sends the head, the first bytes, the events to replay, and then each new event. */
    public void start(Buffer first) {
        if (response.isClosed()) {
            // The client left while its source was looked up. No handler will report that.
            onClose.accept(this);
            return;
        }
        response.open(pump, this::close);
        response.write(first);
        long period = config.heartbeat().toNanos();
        heartbeat = Optional.of(loop.scheduleAtFixedRate(this::beat, period, period, TimeUnit.NANOSECONDS));
        source.waiters().add(loop, pump);
        pump();
    }

    /** Ends the response. The client reconnects with the id of its last event. */
    public void end() {
        loop.execute(() -> {
            if (!closed) {
                response.end();
                close();
            }
        });
    }

    private void pump() {
        // A write can run handlers that call this method again.
        if (pumping || fetching || closed) {
            return;
        }
        pumping = true;
        try {
            while (!closed && !fetching && !response.isFull() && step()) {}
        } catch (Throwable e) {
            failed(e);
        } finally {
            pumping = false;
        }
    }

    /** Takes one step; returns whether another one may follow immediately. */
    private boolean step() {
        return switch (source.next()) {
            case FrameSource.Next.Now(ByteSlice frames) -> {
                lastProgress = nanoTime.getAsLong();
                response.write(frames.toBuffer());
                yield true;
            }
            case FrameSource.Next.Later(var fetched) -> {
                fetching = true;
                fetched.subscribe().with(_ -> loop.execute(this::fetched), this::failed);
                yield false;
            }
            case FrameSource.Next.Nothing() -> {
                lastProgress = nanoTime.getAsLong();
                yield false;
            }
            case FrameSource.Next.End() -> {
                response.end();
                close();
                yield false;
            }
        };
    }

    private void fetched() {
        fetching = false;
        pump();
    }

    /** Ends the response. The client reconnects with the id of its last event, by when the database may work again. */
    private void failed(Throwable failure) {
        LOG.warnf("state=stream_failed error=%s", failure);
        end();
    }

    private void beat() {
        if (!response.isFull()) {
            response.write(Buffer.buffer(HEARTBEAT));
        } else if (nanoTime.getAsLong() - lastProgress
                > config.stalledClientTimeout().toNanos()) {
            response.reset();
            close();
        }
    }

    private void close() {
        if (!closed) {
            closed = true;
            heartbeat.ifPresent(timer -> timer.cancel(false));
            source.waiters().remove(loop, pump);
            onClose.accept(this);
        }
    }
}
