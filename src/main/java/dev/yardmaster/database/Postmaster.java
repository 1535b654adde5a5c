package dev.yardmaster.database;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * One run of the server, a child of this process. Any thread may use it.
 *
 * @param port where it listens, on {@link #HOST} only
 */
record Postmaster(Cluster cluster, Process process, int port) {
    static final String HOST = "127.0.0.1";

    /** Recovery after a crash is part of a start. */
    private static final Duration START = Duration.ofMinutes(2);

    private static final Duration STOP = Duration.ofSeconds(20);
    private static final Duration STOP_AT_ONCE = Duration.ofSeconds(5);
    private static final Duration BETWEEN_SIGNALS = Duration.ofMillis(500);
    private static final int ATTEMPTS = 8;
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(250);

    /**
     * Small, since only this service connects; no replication. The messages of failed statements can hold what users wrote: they go
     * to the client and not to the log.
     */
    private static final List<String> SETTINGS = List.of(
            "listen_addresses=" + HOST,
            "unix_socket_directories=",
            "max_connections=60",
            "shared_buffers=64MB",
            "min_wal_size=64MB",
            "max_wal_size=512MB",
            "wal_level=minimal",
            "max_wal_senders=0",
            "max_logical_replication_workers=0",
            "log_min_messages=log",
            "log_checkpoints=off",
            "log_timezone=UTC",
            "timezone=UTC");

    /**
     * Starts the server and waits until it takes connections. Tries again where another program took the port first, or where the
     * children of a killed server still hold its memory.
     *
     * @param ports asked for a port before each attempt
     * @throws dev.yardmaster.problem.YardmasterException with the last lines of the server's log, if it doesn't come up
     */
    static Postmaster start(Cluster cluster, IntSupplier ports) {
        ServerLog log = cluster.log();
        try {
            log.rotate();
            for (int attempt = 1; ; attempt++) {
                long logged = log.size();
                Postmaster server = launch(cluster, ports.getAsInt());
                Optional<String> problem = server.awaitReady();
                if (problem.isEmpty()) {
                    return server;
                }
                String said = log.since(logged);
                if (attempt == ATTEMPTS || !said.contains("in use")) {
                    throw failure(cluster, problem.get(), said);
                }
                BoundedWait.pause(BETWEEN_ATTEMPTS);
            }
        } catch (IOException e) {
            String what = "PostgreSQL can't be started in " + cluster.directory();
            throw DatabaseErrors.because(what, e, "Let Yardmaster write to that directory.");
        }
    }

    /** A port that is free now; somebody else may take it before the server does. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral(HOST))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw DatabaseErrors.because("No port is free on " + HOST, e, "End some programs that listen there.");
        }
    }

    /** Asks the server to finish properly, then to stop at once, and returns when it has ended. An interrupt doesn't cut it short. */
    void stop() {
        if (!endsAfter(Signals.INT, STOP) && !endsAfter(Signals.QUIT, STOP_AT_ONCE)) {
            endsAfter(Signals.KILL, STOP_AT_ONCE);
        }
    }

    /** In a session of its own: Ctrl-C in the terminal must reach the service only, which stops the server as its last act. */
    private static Postmaster launch(Cluster cluster, int port) throws IOException {
        List<String> command = new ArrayList<>();
        DatabaseCommand.find("setsid").ifPresent(setsid -> command.add(setsid.toString()));
        command.addAll(cluster.command("postgres", "-D", cluster.data().toString(), "-p", Integer.toString(port)));
        SETTINGS.forEach(setting -> command.addAll(List.of("-c", setting)));
        Process process = DatabaseCommand.prepare(command, cluster.directory())
                .redirectInput(new File("/dev/null"))
                .redirectOutput(Redirect.appendTo(cluster.log().file().toFile()))
                .start();
        return new Postmaster(cluster, process, port);
    }

    /** Empty if it takes connections; otherwise it has ended, and this says how. */
    private Optional<String> awaitReady() {
        boolean inTime = false;
        try {
            inTime = BoundedWait.until(() -> !process.isAlive() || ready(), START);
        } finally {
            if (!inTime) {
                stop();
            }
        }
        if (!inTime) {
            return Optional.of("it was not ready after " + START.toSeconds() + " s");
        }
        return process.isAlive() ? Optional.empty() : Optional.of("it ended with exit code " + process.exitValue());
    }

    private boolean ready() {
        return PostmasterPid.read(cluster.data())
                .filter(server -> server.pid() == process.pid() && server.ready())
                .isPresent();
    }

    /** Sends the signal again and again: a server that has hardly been started may ignore it. */
    private boolean endsAfter(Signals signal, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        boolean ended = false;
        while (!ended && System.nanoTime() < deadline) {
            if (process.isAlive()) {
                signal.send(List.of(process.pid()));
            }
            ended = BoundedWait.ended(process, BETWEEN_SIGNALS);
        }
        return ended;
    }

    private static RuntimeException failure(Cluster cluster, String problem, String said) throws IOException {
        long free = cluster.directory().toFile().getUsableSpace() >> 20;
        return DatabaseErrors.because("PostgreSQL did not start in " + cluster.directory() + ": " + problem + ", "
                + free + " MB free. The last lines of " + cluster.log().file() + ":\n" + said + "\n");
    }
}
