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
 * A running server, a child of this process. For any thread.
 *
 * @param port the port on {@link #HOST}, the only address that the server listens on
 */
record Postmaster(Cluster cluster, Process process, int port) {
    static final String HOST = "127.0.0.1";

    /** Long, because a start after a crash includes recovery. */
    private static final Duration START = Duration.ofMinutes(2);

    private static final Duration STOP = Duration.ofSeconds(20);
    private static final Duration STOP_AT_ONCE = Duration.ofSeconds(5);
    private static final Duration BETWEEN_SIGNALS = Duration.ofMillis(500);
    private static final int ATTEMPTS = 8;
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(250);

    /**
     * Small, because only this service connects, and without replication. Error messages of statements are not logged, because they can
     * contain text of users; the client receives them.
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
     * Starts the server and waits until it accepts connections. Retries if another program has taken the port, or if children of a
     * killed server still use its shared memory.
     *
     * @param ports supplies a port for each attempt
     * @throws dev.yardmaster.problem.YardmasterException with the last lines of the server's log, if the server does not start
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
                String output = log.since(logged);
                if (attempt == ATTEMPTS || !output.contains("in use")) {
                    throw failure(cluster, problem.get(), output);
                }
                BoundedWait.pause(BETWEEN_ATTEMPTS);
            }
        } catch (IOException e) {
            String what = "PostgreSQL can't be started in " + cluster.directory();
            throw DatabaseErrors.because(what, e, "Give Yardmaster write permission for this directory.");
        }
    }

    /** A port that is free now. Another program may take it before the server does. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral(HOST))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw DatabaseErrors.because(
                    "No port is free on " + HOST, e, "Stop some of the programs that listen on this address.");
        }
    }

    /** Requests a clean stop, then an immediate stop, then kills the server. Returns when the server has ended, even if interrupted. */
    void stop() {
        if (!endsAfter(Signals.INT, STOP) && !endsAfter(Signals.QUIT, STOP_AT_ONCE)) {
            endsAfter(Signals.KILL, STOP_AT_ONCE);
        }
    }

    /** Uses a separate terminal session: Ctrl-C must reach only the service, which stops the server at the end. */
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

    /** Empty if the server accepts connections; otherwise how it ended. */
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

    /** Repeats the signal, because a server that has just been started can ignore it. */
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

    private static RuntimeException failure(Cluster cluster, String problem, String output) throws IOException {
        long free = cluster.directory().toFile().getUsableSpace() >> 20;
        return DatabaseErrors.because("PostgreSQL did not start in " + cluster.directory() + ": " + problem + ", "
                + free + " MB free. The last lines of " + cluster.log().file() + ":\n" + output + "\n");
    }
}
