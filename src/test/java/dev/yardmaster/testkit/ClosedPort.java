package dev.yardmaster.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A port of 127.0.0.1 without a listener. A socket that never listens keeps it reserved while the tests run. */
public final class ClosedPort {
    private static final Socket RESERVED = reserve();

    private ClosedPort() {}

    public static int number() {
        return RESERVED.getLocalPort();
    }

    private static Socket reserve() {
        try {
            Socket socket = new Socket();
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
