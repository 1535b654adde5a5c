package dev.yardmaster.security;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;

/** Gives each connection to the service a {@link RequestDeadline}. Netty loads it if the property {@link #PROPERTY} is set. */
public final class RequestDeadlines extends ChannelInitializerExtension {
    /** The system property of Netty that enables extensions. Its value must be {@code serviceload}. */
    public static final String PROPERTY = "io.netty.bootstrap.extensions";

    @Override
    public void postInitializeServerChildChannel(Channel connection) {
        connection.pipeline().addFirst(new RequestDeadline());
    }
}
