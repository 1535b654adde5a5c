package dev.yardmaster.process;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * The processes of a session whose program serves other sessions too, and so goes on when the session ends. Thread-safe.
 */
public final class MarkedProcesses {
    private static final Logger LOG = Logger.getLogger(MarkedProcesses.class);

    private final EnvironmentMarker marker;
    /** Those that were started with a cleared environment: only by their parents could they be found. */
    private final Set<ProcessHandle> remembered = ConcurrentHashMap.newKeySet();

    /** @param marker a variable in the environment of the session's processes that no other session's carry, nor the program */
    public MarkedProcesses(EnvironmentMarker marker) {
        this.marker = marker;
    }

    /** Notes what runs now, before its parents are ended. */
    public void remember() {
        remembered.addAll(ProcessTable.carrying(marker));
    }

    /** Ends all of them with SIGTERM, and SIGKILL after the grace. Blocks until none is left. */
    public void end(Duration grace) {
        Set<ProcessHandle> ended = ProcessSweep.end(this::running, grace);
        if (!ended.isEmpty()) {
            LOG.infof("leftovers ended marker=%s count=%d", marker.value(), ended.size());
        }
    }

    private Set<ProcessHandle> running() {
        Set<ProcessHandle> found = new HashSet<>(remembered);
        found.addAll(ProcessTable.carrying(marker));
        return found.stream().filter(ProcessTable::running).collect(Collectors.toSet());
    }
}
