package dev.yardmaster.security;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection on which no allowed request has arrived in time, however slowly its client sends. So clients without a token cannot
 * use up the sockets of the service. One for each connection, on its event loop.
 */
final class RequestDeadline extends ChannelInboundHandlerAdapter {
    static final Duration TIMEOUT = Duration.ofSeconds(5);

    private @Nullable Future<?> closing;

    /** Ends the deadline of a connection: it has sent a valid token. */
    static void end(HttpConnection connection) {
        of(connection)
                .filter(context -> !context.isRemoved())
                .ifPresent(context -> context.pipeline().remove(context.handler()));
    }

    /** Starts the deadline of a connection again: it has sent a request that needs no token. */
    static void renew(HttpConnection connection) {
        of(connection).ifPresent(context -> ((RequestDeadline) context.handler()).start(context));
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        start(context);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        stop();
    }

    private void start(ChannelHandlerContext context) {
        stop();
        closing = context.executor().schedule(() -> context.close(), TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void stop() {
        if (closing != null) {
            closing.cancel(false);
        }
    }

    private static Optional<ChannelHandlerContext> of(HttpConnection connection) {
        return connection instanceof ConnectionBase base
                ? Optional.ofNullable(base.channel().pipeline().context(RequestDeadline.class))
                : Optional.empty();
    }
}
