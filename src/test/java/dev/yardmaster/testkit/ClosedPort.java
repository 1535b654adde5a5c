package dev.yardmaster.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A port of 127.0.0.1 on which nothing listens as long as the tests run: it is taken, by a socket that never listens. */
public final class ClosedPort {
    private static final Socket TAKEN = take();

    private ClosedPort() {}

    public static int number() {
        return TAKEN.getLocalPort();
    }

    private static Socket take() {
        try {
            Socket socket = new Socket();
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
