package dev.yardmaster.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * What a predecessor left behind in the data directory: its server, when the service itself was killed; the server's children, when
 * the server was; and a {@code postmaster.pid} whose number may belong to any other program by now. Two services on one home are
 * kept apart elsewhere, so whatever runs here is a leftover.
 *
 * @param data without symbolic links
 */
record StaleServerCleanup(Path data) {
    private static final Logger LOG = Logger.getLogger(StaleServerCleanup.class);
    private static final Duration POLITE = Duration.ofSeconds(30);
    private static final Duration FORCED = Duration.ofSeconds(5);

    /** Returns when nothing runs in the data directory any more. */
    void clear() {
        List<Long> running = running();
        if (!running.isEmpty()) {
            LOG.warnf("postgres of a predecessor still runs, stopping it pids=%s directory=%s", running, data);
            stop(running);
        }
        forgetPid();
    }

    private void stop(List<Long> running) {
        List<Long> server = PostmasterPid.read(data).map(PostmasterPid::pid).stream()
                .filter(running::contains)
                .toList();
        boolean stopped = (!server.isEmpty() && goneAfter(Signals.INT, server, POLITE))
                || goneAfter(Signals.QUIT, running(), FORCED)
                || goneAfter(Signals.KILL, running(), FORCED);
        if (!stopped) {
            throw DatabaseErrors.because("A server that an earlier Yardmaster started still runs in " + data
                    + " and can't be stopped. End the processes " + running() + " by hand.");
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

    /** Every process of a server has the data directory as its working directory. */
    private boolean worksHere(long pid) {
        Path process = Path.of("/proc", Long.toString(pid));
        try {
            return Files.readString(process.resolve("comm")).strip().equals("postgres") && hasDirectory(process);
        } catch (IOException _) {
            return false;
        }
    }

    /** Root without all its powers (in a container) isn't told another user's working directory, but the command line. */
    private boolean hasDirectory(Path process) throws IOException {
        try {
            return Files.readSymbolicLink(process.resolve("cwd")).equals(data);
        } catch (IOException _) {
            return Files.readString(process.resolve("cmdline")).contains("\0" + data + "\0");
        }
    }

    /**
     * PostgreSQL takes any living process of the same user with that number for a server; and in a container the next server may get
     * the very number of the last one, which would look ready before it is.
     */
    private void forgetPid() {
        try {
            Files.deleteIfExists(PostmasterPid.file(data));
        } catch (IOException e) {
            throw DatabaseErrors.because("A stale file is in the way of the database", e, "Remove it by hand.");
        }
    }
}
