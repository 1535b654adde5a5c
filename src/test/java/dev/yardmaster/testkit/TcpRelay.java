package dev.yardmaster.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Forwards connections to a port of another server. While it is cut, no byte passes in any direction, and no connection is closed: as in a
 * network that loses every packet.
 */
public final class TcpRelay implements AutoCloseable {
    private final String host;
    private volatile int port;
    private final ServerSocket server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition mended = lock.newCondition();
    private boolean cut;

    private TcpRelay(String host, int port) throws IOException {
        this.host = host;
        this.port = port;
        this.server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    }

    /** Starts to forward connections to a server. */
    public static TcpRelay to(String host, int port) throws IOException {
        var relay = new TcpRelay(host, port);
        Thread.startVirtualThread(relay::accept);
        return relay;
    }

    /** The port that it listens on, at the loopback address. */
    public int port() {
        return server.getLocalPort();
    }

    /** Forwards new connections to another port. */
    public void redirect(int otherPort) {
        port = otherPort;
    }

    public void cut() {
        setCut(true);
    }

    /** Forwards again, first the bytes that it has held back. */
    public void mend() {
        setCut(false);
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        mend();
    }

    private void setCut(boolean value) {
        lock.lock();
        try {
            cut = value;
            mended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                sockets.add(client);
                Thread.startVirtualThread(() -> connect(client));
            }
        } catch (IOException _) {
            // The relay was closed.
        }
    }

    private void connect(Socket client) {
        try (client;
                var target = new Socket(host, port)) {
            sockets.add(target);
            Thread.startVirtualThread(() -> forward(client, target));
            forward(target, client);
        } catch (IOException _) {
            // The server is stopped.
        }
    }

    private void forward(Socket from, Socket to) {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            byte[] buffer = new byte[16 * 1024];
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                awaitMended();
                out.write(buffer, 0, length);
            }
            awaitMended();
        } catch (IOException _) {
            // One of the two sides has closed the connection.
        }
    }

    private void awaitMended() {
        lock.lock();
        try {
            while (cut) {
                mended.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }
}
