package dev.yardmaster.process;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * The processes of one session whose program serves several sessions. The program keeps running when the session ends, so only the session's
 * own processes are stopped. Thread-safe.
 */
public final class MarkedProcesses {
    private static final Logger LOG = Logger.getLogger(MarkedProcesses.class);

    private final EnvironmentMarker marker;
    /** Includes processes that were started with a cleared environment, which can be found only while their parents are running. */
    private final Set<ProcessHandle> remembered = ConcurrentHashMap.newKeySet();

    /** @param marker a variable that only the processes of this session have, not the program and not another session */
    public MarkedProcesses(EnvironmentMarker marker) {
        this.marker = marker;
    }

    /** Remembers the processes that are running now. To be called before their parents are stopped. */
    public void remember() {
        remembered.addAll(ProcessTable.withMarker(marker));
    }

    /** Ends all of them with SIGTERM, and with SIGKILL after the grace. Blocks until none is left. */
    public void end(Duration grace) {
        Set<ProcessHandle> stopped = ProcessSweep.stop(this::running, grace);
        if (!stopped.isEmpty()) {
            LOG.infof("leftovers stopped marker=%s count=%d", marker.value(), stopped.size());
        }
    }

    private Set<ProcessHandle> running() {
        Set<ProcessHandle> found = new HashSet<>(remembered);
        found.addAll(ProcessTable.withMarker(marker));
        return found.stream().filter(ProcessTable::running).collect(Collectors.toSet());
    }
}
