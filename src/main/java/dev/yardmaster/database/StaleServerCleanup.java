package dev.yardmaster.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Stops the PostgreSQL processes that a predecessor left in a data directory: the server, if the service was killed, or the server's
 * children, if the server was killed. Also removes a stale {@code postmaster.pid}, whose process id may belong to another program now. Only
 * one service at a time uses a home (a lock ensures that), so any process that is found belongs to a predecessor.
 *
 * @param data without symbolic links
 */
record StaleServerCleanup(Path data) {
    private static final Logger LOG = Logger.getLogger(StaleServerCleanup.class);
    private static final Duration POLITE = Duration.ofSeconds(30);
    private static final Duration FORCED = Duration.ofSeconds(5);

    /** Returns when no process runs in the data directory any more. */
    void clear() {
        List<Long> running = running();
        if (!running.isEmpty()) {
            LOG.warnf("stopping the postgres of a predecessor pids=%s directory=%s", running, data);
            stop(running);
        }
        removePidFile();
    }

    private void stop(List<Long> running) {
        List<Long> server = PostmasterPid.read(data).map(PostmasterPid::pid).stream()
                .filter(running::contains)
                .toList();
        boolean stopped = (!server.isEmpty() && goneAfter(Signals.INT, server, POLITE))
                || goneAfter(Signals.QUIT, running(), FORCED)
                || goneAfter(Signals.KILL, running(), FORCED);
        if (!stopped) {
            throw DatabaseErrors.because("A PostgreSQL server of an earlier Yardmaster still runs in " + data
                    + " and can't be stopped. End the processes " + running() + " manually.");
        }
    }

    private boolean goneAfter(Signals signal, List<Long> pids, Duration limit) {
        signal.send(pids);
        return BoundedWait.until(() -> running().isEmpty(), limit);
    }

    private List<Long> running() {
        try (Stream<ProcessHandle> processes = ProcessHandle.allProcesses()) {
            return processes.map(ProcessHandle::pid).filter(this::worksHere).toList();
        }
    }

    /** The working directory of every process of a server is the data directory. */
    private boolean worksHere(long pid) {
        Path process = Path.of("/proc", Long.toString(pid));
        try {
            return Files.readString(process.resolve("comm")).strip().equals("postgres") && hasDirectory(process);
        } catch (IOException _) {
            return false;
        }
    }

    /** In a container, root may lack the permission to read another user's working directory; the command line is always readable. */
    private boolean hasDirectory(Path process) throws IOException {
        try {
            return Files.readSymbolicLink(process.resolve("cwd")).equals(data);
        } catch (IOException _) {
            return Files.readString(process.resolve("cmdline")).contains("\0" + data + "\0");
        }
    }

    /**
     * PostgreSQL takes any running process of the same user with this process id for a server. And in a container the next server can get
     * the same process id as the last one, and would then seem ready too early.
     */
    private void removePidFile() {
        try {
            Files.deleteIfExists(PostmasterPid.file(data));
        } catch (IOException e) {
            throw DatabaseErrors.because("A stale file can't be removed", e, "Remove the file manually.");
        }
    }
}
