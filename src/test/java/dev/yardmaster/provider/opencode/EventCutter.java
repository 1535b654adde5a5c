package dev.yardmaster.provider.opencode;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Forwards connections to a real OpenCode server. It breaks the first stream of events after its first delta, and refuses some attempts to
 * open another one.
 */
final class EventCutter implements AutoCloseable {
    private static final String DELTA = "message.part.delta";

    private final ServerSocket socket;
    private final Path portFile;
    private final AtomicInteger refusals;
    private final AtomicBoolean cut = new AtomicBoolean();

    private EventCutter(ServerSocket socket, Path portFile, int refusals) {
        this.socket = socket;
        this.portFile = portFile;
        this.refusals = new AtomicInteger(refusals);
    }

    /** @param directory for the file through which the program passes on the server's port */
    static EventCutter start(Path directory, int refusals) throws IOException {
        ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        EventCutter cutter = new EventCutter(socket, directory.resolve("port"), refusals);
        Thread.ofVirtual().start(cutter::accept);
        return cutter;
    }

    /** Writes a program that runs OpenCode and prints the address of this proxy instead of OpenCode's own. */
    Path program(Path openCode) throws IOException {
        Path program = Files.writeString(portFile.resolveSibling("opencode-behind-proxy"), """
                #!/bin/sh
                '%s' "$@" | while read -r line; do
                  case "$line" in *"listening on"*)
                    echo "${line##*:}" > '%s'
                    echo "opencode server listening on http://127.0.0.1:%d" ;;
                  esac
                done
                """.formatted(
                        openCode, portFile, socket.getLocalPort()));
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    boolean hasCut() {
        return cut.get();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = socket.accept();
                Thread.ofVirtual().start(() -> forward(client));
            }
        } catch (IOException _) {
            // The socket was closed.
        }
    }

    private void forward(Socket client) {
        try (client;
                Socket server = new Socket(
                        InetAddress.getLoopbackAddress(),
                        Integer.parseInt(Files.readString(portFile).strip()))) {
            AtomicBoolean events = new AtomicBoolean();
            Thread.ofVirtual().start(() -> copyRequests(client, server, events));
            copyResponses(server, client, events);
        } catch (IOException _) {
            // Both sides see the end of the connection.
        }
    }

    private void copyRequests(Socket client, Socket server, AtomicBoolean events) {
        try (server) {
            byte[] buffer = new byte[65536];
            InputStream in = client.getInputStream();
            OutputStream out = server.getOutputStream();
            for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
                if (text(buffer, read).startsWith("GET /event?")) {
                    events.set(true);
                    if (cut.get() && refusals.getAndDecrement() > 0) {
                        throw new SocketException("refused");
                    }
                }
                out.write(buffer, 0, read);
                out.flush();
            }
        } catch (IOException _) {
            // Both sides see the end of the connection.
        }
    }

    private void copyResponses(Socket server, Socket client, AtomicBoolean events) throws IOException {
        byte[] buffer = new byte[65536];
        InputStream in = server.getInputStream();
        OutputStream out = client.getOutputStream();
        for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
            out.write(buffer, 0, read);
            out.flush();
            if (events.get() && text(buffer, read).contains(DELTA) && cut.compareAndSet(false, true)) {
                return;
            }
        }
    }

    private static String text(byte[] buffer, int length) {
        return new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
    }
}
