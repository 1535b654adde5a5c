package dev.yardmaster.session.stream;

import dev.yardmaster.session.log.ByteSlice;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.impl.ContextInternal;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Sends frames to one client for as long as it listens. It holds no frames of its own: it takes the next slice when the connection has
 * room, so a slow client slows only itself.
 *
 * <p>Lives on its connection's event loop, from {@link #start} to {@link #close}.
 */
final class SseStream {
    private static final Logger LOG = Logger.getLogger(SseStream.class);
    private static final String HEARTBEAT = ": \n\n";
    private static final int QUEUE_BYTES = 128 * 1024;

    private final Vertx vertx;
    private final HttpServerResponse response;
    private final FrameSource source;
    private final StreamConfig config;
    private final Consumer<SseStream> onClose;
    private final EventExecutor loop;
    // One object for the waiters to know it by.
    private final Runnable pump = this::pump;
    private long heartbeat;
    private long lastProgress = System.nanoTime();
    private boolean pumping;
    private boolean fetching;
    private boolean closed;

    SseStream(
            Vertx vertx,
            HttpServerResponse response,
            FrameSource source,
            StreamConfig config,
            Consumer<SseStream> onClose) {
        this.vertx = vertx;
        this.response = response;
        this.source = source;
        this.config = config;
        this.onClose = onClose;
        this.loop = ((ContextInternal) vertx.getOrCreateContext()).nettyEventLoop();
    }

    /** Sends the head, what there is to replay, and everything that follows. */
    void start(Buffer first) {
        if (response.closed()) {
            // The client left while its stream was looked up, and no handler tells of it any more.
            onClose.accept(this);
            return;
        }
        response.setChunked(true).setWriteQueueMaxSize(QUEUE_BYTES);
        response.putHeader("Content-Type", "text/event-stream;charset=UTF-8")
                .putHeader("Cache-Control", "no-cache")
                .putHeader("X-Accel-Buffering", "no");
        response.drainHandler(_ -> pump());
        response.exceptionHandler(_ -> close());
        response.closeHandler(_ -> close());
        response.endHandler(_ -> close());
        response.write(first);
        heartbeat = vertx.setPeriodic(config.heartbeat().toMillis(), _ -> beat());
        source.waiters().add(loop, pump);
        pump();
    }

    /** Ends the response, which a client may take as a call to come back. */
    void end() {
        loop.execute(() -> {
            if (!closed) {
                response.end();
                close();
            }
        });
    }

    private void pump() {
        // Writing can run handlers that come back here.
        if (pumping || fetching || closed) {
            return;
        }
        pumping = true;
        try {
            while (!closed && !fetching && !response.writeQueueFull() && step()) {}
        } finally {
            pumping = false;
        }
    }

    /** Does one thing; says whether there may be more to do. */
    private boolean step() {
        return switch (source.next()) {
            case FrameSource.Next.Now(ByteSlice frames) -> {
                lastProgress = System.nanoTime();
                response.write(frames.toBuffer());
                yield true;
            }
            case FrameSource.Next.Later(var fetched) -> {
                fetching = true;
                fetched.subscribe().with(_ -> loop.execute(this::fetched), this::failed);
                yield false;
            }
            case FrameSource.Next.Nothing() -> {
                lastProgress = System.nanoTime();
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

    /** The client comes back with its last event's id, by when the store may be well again. */
    private void failed(Throwable failure) {
        LOG.warnf("state=replay_failed error=%s", failure);
        end();
    }

    private void beat() {
        long stalled = System.nanoTime() - lastProgress;
        if (response.writeQueueFull() && stalled > config.stalledClientTimeout().toNanos()) {
            response.reset();
            close();
        } else if (!response.writeQueueFull()) {
            response.write(HEARTBEAT);
        }
    }

    private void close() {
        if (!closed) {
            closed = true;
            vertx.cancelTimer(heartbeat);
            source.waiters().remove(loop, pump);
            onClose.accept(this);
        }
    }
}
